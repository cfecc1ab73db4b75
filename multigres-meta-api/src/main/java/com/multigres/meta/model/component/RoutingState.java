package com.multigres.meta.model.component;

/**
 * What the gateways may route to a pooler, and by which decision.
 *
 * @param role which queries
 * @param rule the decision that gave it this role
 */
public record RoutingState(RoutingRole role, RuleNumber rule) {
  /** What a record that says nothing about it reads as. */
  public static final RoutingState NONE = new RoutingState(RoutingRole.UNKNOWN, RuleNumber.ZERO);
}
