package com.multigres.meta.topology.internal.record;

import com.multigres.meta.model.component.RoutingRole;
import com.multigres.meta.model.component.RuleNumber;
import com.multigres.meta.topology.internal.wire.RoutingState;

/** {@code clustermetadata.RoutingState}. */
final class RoutingStateMessage {
  private RoutingStateMessage() {}

  static com.multigres.meta.model.component.RoutingState read(RoutingState message) {
    return new com.multigres.meta.model.component.RoutingState(
        new RoutingRole(message.getRoleValue()), rule(message));
  }

  static RoutingState write(
      RoutingState before, com.multigres.meta.model.component.RoutingState state) {
    RoutingState.Builder after = before.toBuilder().setRoleValue(state.role().number());
    if (!rule(before).equals(state.rule())) {
      after
          .getRuleBuilder()
          .setCoordinatorTerm(state.rule().coordinatorTerm())
          .setLeaderSubterm(state.rule().leaderSubterm());
    }
    return after.build();
  }

  private static RuleNumber rule(RoutingState message) {
    return new RuleNumber(
        message.getRule().getCoordinatorTerm(), message.getRule().getLeaderSubterm());
  }
}
