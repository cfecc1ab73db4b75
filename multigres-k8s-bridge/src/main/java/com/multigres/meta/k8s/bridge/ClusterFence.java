package com.multigres.meta.k8s.bridge;

/**
 * The fence token of one cluster: the number of the leadership, which no other leader has, below an
 * epoch of the cluster's own. The epoch is zero, unless a larger token stands in this cluster's
 * targets that is no later leader's: one of before the lease was deleted, or somebody's mistake.
 * That concerns this cluster only. Immutable.
 *
 * @param number the number of the leadership
 * @param token what is written into the targets
 * @param above the largest token that it may follow there
 */
record ClusterFence(long number, long token, long above) {
  private static final int NUMBER_BITS = 31; // as many as a lease counts
  private static final long LARGEST_EPOCH = (1L << (Long.SIZE - 1 - NUMBER_BITS)) - 1;

  static ClusterFence of(long number) {
    return new ClusterFence(number, number, number);
  }

  /**
   * One that is larger than what stands in the targets.
   *
   * @param standing the largest token that was read there
   * @param exceeding what it must exceed, where a target does not say what stands there
   * @throws IllegalArgumentException when nothing is
   */
  ClusterFence outranking(long standing, long exceeding) {
    long epoch = Math.max(exceeding, standing) >> NUMBER_BITS;
    long next = (epoch << NUMBER_BITS) | number;
    if (next <= Math.max(exceeding, standing)) {
      if (epoch >= LARGEST_EPOCH) {
        throw new IllegalArgumentException(
            "no fence token is larger than " + Math.max(exceeding, standing));
      }
      next += 1L << NUMBER_BITS;
    }
    return new ClusterFence(number, next, standing);
  }
}
