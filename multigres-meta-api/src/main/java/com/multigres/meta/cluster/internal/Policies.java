package com.multigres.meta.cluster.internal;

import com.multigres.meta.model.component.DurabilityPolicy;
import com.multigres.meta.model.component.QuorumType;
import java.util.List;

/** Durability policies by name; one that only orchestrators know is carried by its name alone. */
public final class Policies {
  private static final List<DurabilityPolicy> KNOWN =
      List.of(DurabilityPolicy.AT_LEAST_2, DurabilityPolicy.MULTI_CELL_AT_LEAST_2);

  private Policies() {}

  /**
   * The policy of a name.
   *
   * @param name any policy's name
   * @return the policy, whole where this library knows it
   */
  public static DurabilityPolicy named(String name) {
    return KNOWN.stream()
        .filter(policy -> policy.name().equals(name))
        .findFirst()
        .orElse(new DurabilityPolicy(name, 0, QuorumType.UNKNOWN, 0, ""));
  }
}
