package com.multigres.meta.cluster.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Plans what brings catalog, copies and components in step (page 4 of the design, "The bridge"). A
 * pure function: equal inputs give equal plans, and nothing is read or written.
 *
 * <p>What the catalog has goes into the copies. An entry leaves a copy only for a recorded drop,
 * after a state that contained it, and not under {@link DeletionPolicy#RETAIN}; without a trusted
 * merge base, and for strangers' entries, the plan only adds and reports.
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
    List<BridgeAction> actions = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    for (CopyInput copy : input.copies()) {
      BridgePlan part =
          CopyPlanner.plan(copy, input.policy(), input.servers(), input.catalog().position());
      actions.addAll(part.actions());
      findings.addAll(part.findings());
    }
    BridgePlan consequences = CatalogConsequences.of(input);
    actions.addAll(consequences.actions());
    findings.addAll(consequences.findings());
    return new BridgePlan(actions, findings);
  }
}
