package com.multigres.meta.topology.internal.record;

import com.multigres.meta.model.component.QuorumType;
import com.multigres.meta.topology.internal.wire.DurabilityPolicy;

/** {@code clustermetadata.DurabilityPolicy}. */
final class DurabilityPolicyMessage {
  private DurabilityPolicyMessage() {}

  static com.multigres.meta.model.component.DurabilityPolicy read(DurabilityPolicy message) {
    return new com.multigres.meta.model.component.DurabilityPolicy(
        message.getPolicyName(),
        message.getPolicyVersion(),
        new QuorumType(message.getQuorumTypeValue()),
        message.getRequiredCount(),
        message.getDescription());
  }

  static DurabilityPolicy write(
      DurabilityPolicy before, com.multigres.meta.model.component.DurabilityPolicy policy) {
    return before.toBuilder()
        .setPolicyName(policy.name())
        .setPolicyVersion(policy.version())
        .setQuorumTypeValue(policy.quorumType().number())
        .setRequiredCount(policy.requiredCount())
        .setDescription(policy.description())
        .build();
  }
}
