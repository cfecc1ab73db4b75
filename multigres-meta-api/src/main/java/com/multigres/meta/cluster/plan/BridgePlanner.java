package com.multigres.meta.cluster.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Plans what brings catalog, copies and components in step (page 4 of the design, "The bridge"). A
 * pure function: equal inputs give equal plans, and nothing is read or written.
 *
 * <p>What the catalog has goes into the copies. An entry leaves a copy only for a recorded drop,
 * after a state that contained it, and not under {@link DeletionPolicy#RETAIN}; without a trusted
 * merge base, and for strangers' entries, the plan only adds and reports. In the copy that people
 * edit, under another authority than the catalog's, the same holds the other way round.
 */
public final class BridgePlanner {
  private BridgePlanner() {}

  /**
   * Makes a plan.
   *
   * @param input the catalog, the copies, the components, and what people decided
   * @return what to do, copies first, and what to report
   */
  public static BridgePlan plan(BridgeInput input) {
    BridgePlan ofCopies = planSome(input);
    List<BridgeAction> actions = new ArrayList<>(ofCopies.actions());
    List<Finding> findings = new ArrayList<>(ofCopies.findings());
    if (actions.stream().noneMatch(action -> action.place() == Place.CATALOG)) {
      // What follows from an adopted edit follows in the next round.
      BridgePlan consequences = CatalogConsequences.of(input);
      actions.addAll(consequences.actions());
      findings.addAll(consequences.findings());
    }
    return new BridgePlan(actions, findings);
  }

  /**
   * Makes a plan where a copy could not be read: what follows from all of them waits.
   *
   * @param input with those copies that were read
   * @return what to do with these, and what to report of them
   */
  public static BridgePlan planSome(BridgeInput input) {
    List<BridgeAction> actions = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    for (CopyInput copy : input.copies()) {
      BridgePlan part = copyPlan(input, copy);
      actions.addAll(part.actions());
      findings.addAll(part.findings());
    }
    return new BridgePlan(actions, findings);
  }

  private static BridgePlan copyPlan(BridgeInput input, CopyInput copy) {
    return copy.edited()
        ? EditedCopy.plan(copy, input)
        : CopyPlanner.plan(copy, input.policy(), input.servers(), input.catalog().position());
  }
}
