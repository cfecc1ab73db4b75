package com.multigres.meta.model.component;

import java.util.List;

/**
 * How many nodes must acknowledge a write before it counts.
 *
 * @param name the policy's name
 * @param version counts the changes of the policy
 * @param quorumType how nodes are counted
 * @param requiredCount how many must acknowledge
 * @param description the policy in words; may be empty
 */
public record DurabilityPolicy(
    String name, long version, QuorumType quorumType, int requiredCount, String description) {
  /** What a record that says nothing about it reads as. */
  public static final DurabilityPolicy NONE =
      new DurabilityPolicy("", 0, QuorumType.UNKNOWN, 0, "");

  /** Any two nodes. */
  public static final DurabilityPolicy AT_LEAST_2 =
      new DurabilityPolicy(
          "AT_LEAST_2", 0, QuorumType.AT_LEAST_N, 2, "At least 2 nodes must acknowledge");

  /** Two nodes of different cells. */
  public static final DurabilityPolicy MULTI_CELL_AT_LEAST_2 =
      new DurabilityPolicy(
          "MULTI_CELL_AT_LEAST_2",
          0,
          QuorumType.MULTI_CELL_AT_LEAST_N,
          2,
          "At least 2 nodes from different cells must acknowledge");

  private static final List<DurabilityPolicy> NAMED = List.of(AT_LEAST_2, MULTI_CELL_AT_LEAST_2);

  /**
   * The policy that goes by a name.
   *
   * @param name {@code AT_LEAST_2} or {@code MULTI_CELL_AT_LEAST_2}
   * @return the policy
   * @throws IllegalArgumentException when no policy has that name
   */
  public static DurabilityPolicy named(String name) {
    return NAMED.stream()
        .filter(policy -> policy.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "durability policy '"
                        + name
                        + "' is not one of AT_LEAST_2, MULTI_CELL_AT_LEAST_2"));
  }
}
