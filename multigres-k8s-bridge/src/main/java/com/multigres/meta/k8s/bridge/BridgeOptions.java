package com.multigres.meta.k8s.bridge;

import com.multigres.meta.cluster.plan.DeletionPolicy;
import com.multigres.meta.k8s.lease.LeaseTimes;
import java.time.Duration;

/**
 * How a bridge works.
 *
 * @param candidate the process's name in the election, such as the pod's
 * @param deletion what becomes of an entry whose database was dropped
 * @param interval how long to wait for a change before looking all the same
 * @param timeout how long a call to the API server may take
 * @param lease how long a leader leads without a renewal
 */
public record BridgeOptions(
    String candidate,
    DeletionPolicy deletion,
    Duration interval,
    Duration timeout,
    LeaseTimes lease) {

  /** What holds where nobody says otherwise: entries of dropped databases are retained. */
  public static final BridgeOptions STANDARD =
      new BridgeOptions(
          "multigres-meta",
          DeletionPolicy.RETAIN,
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          LeaseTimes.STANDARD);
}
