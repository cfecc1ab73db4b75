package com.multigres.meta.topo;

import java.time.Duration;
import java.util.Set;

/**
 * What a store can do and how much it takes. Immutable.
 *
 * @param present the capabilities it has
 * @param maxValueBytes the largest value, at least 512 KiB (rule T2)
 * @param maxPathBytes the longest path, root included, in bytes of UTF-8 with one more for each
 *     name
 * @param maxBatchOperations the most conditions and writes of a batch (rule T10)
 * @param maxBatchBytes the most bytes of values in a batch
 * @param minTtl the shortest time to live of a session
 * @param maxTtl the longest
 * @param sessionSlack how long after its TTL a dead owner's node may still be seen (rule T18)
 */
public record Capabilities(
    Set<Capability> present,
    int maxValueBytes,
    int maxPathBytes,
    int maxBatchOperations,
    int maxBatchBytes,
    Duration minTtl,
    Duration maxTtl,
    Duration sessionSlack) {

  // Copies the set.
  public Capabilities {
    present = Set.copyOf(present);
  }

  /**
   * Whether the store has a capability.
   *
   * @param capability which
   * @return true when it is present
   */
  public boolean has(Capability capability) {
    return present.contains(capability);
  }
}
