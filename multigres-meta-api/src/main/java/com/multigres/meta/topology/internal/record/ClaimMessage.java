package com.multigres.meta.topology.internal.record;

import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.topology.internal.wire.ID;
import com.multigres.meta.topology.internal.wire.ShardInitClaim;
import java.util.List;

/** {@code clustermetadata.ShardInitClaim}. */
public final class ClaimMessage {
  private ClaimMessage() {}

  public static com.multigres.meta.model.component.ShardInitClaim read(ShardInitClaim message) {
    return new com.multigres.meta.model.component.ShardInitClaim(
        IdMessage.read(message.getClaimerId()),
        message.getCohortMembersList().stream().map(IdMessage::read).toList());
  }

  public static ShardInitClaim write(
      ShardInitClaim before, com.multigres.meta.model.component.ShardInitClaim claim) {
    List<ID> members = claim.cohort().stream().map(id -> member(before, id)).toList();
    return before.toBuilder()
        .setClaimerId(IdMessage.write(before.getClaimerId(), claim.claimer()))
        .clearCohortMembers()
        .addAllCohortMembers(members)
        .build();
  }

  /** The member as it stood there, with whatever else was said about it. */
  private static ID member(ShardInitClaim before, ComponentId id) {
    ID old =
        before.getCohortMembersList().stream()
            .filter(message -> IdMessage.read(message).equals(id))
            .findFirst()
            .orElse(ID.getDefaultInstance());
    return IdMessage.write(old, id);
  }
}
