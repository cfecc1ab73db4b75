package com.multigres.meta.cluster.plan;

import java.util.List;

/**
 * What the bridge is to do, and what it leaves to a person. Equal inputs give equal plans.
 *
 * @param actions what to do, in this order
 * @param findings what to report
 */
public record BridgePlan(List<BridgeAction> actions, List<Finding> findings) {

  /** Makes a plan with copies of both lists. */
  public BridgePlan {
    actions = List.copyOf(actions);
    findings = List.copyOf(findings);
  }

  /**
   * The actions on one copy, or on the catalog.
   *
   * @param place where
   * @return the actions, in order
   */
  public List<BridgeAction> actionsOn(Place place) {
    return actions.stream().filter(action -> action.place() == place).toList();
  }

  /**
   * Whether there is nothing to do.
   *
   * @return true without actions
   */
  public boolean isDone() {
    return actions.isEmpty();
  }
}
