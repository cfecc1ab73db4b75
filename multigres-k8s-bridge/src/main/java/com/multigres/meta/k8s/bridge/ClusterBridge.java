package com.multigres.meta.k8s.bridge;

import com.multigres.meta.catalog.Position;
import com.multigres.meta.cluster.bridge.BridgeReport;
import com.multigres.meta.cluster.plan.BridgePlan;
import com.multigres.meta.cluster.plan.EntryPath;
import com.multigres.meta.k8s.lease.LeaseElection;
import com.multigres.meta.k8s.resource.Marks;
import com.multigres.meta.k8s.target.ResourceTarget;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The bridge of one cluster: stands for election, and while it leads brings the resource and the
 * topology in step with the catalog, on every change and on a timer. Thread-safe.
 */
public final class ClusterBridge implements AutoCloseable {
  private final LeaseLeadership leadership;
  private final ClusterServing serving;

  private ClusterBridge(LeaseLeadership leadership, ClusterServing serving) {
    this.leadership = leadership;
    this.serving = serving;
  }

  /**
   * Starts a bridge.
   *
   * @param parts what it brings in step
   * @param options how it works
   * @param listener told of each run that succeeded, on the bridge's thread
   */
  public static ClusterBridge start(
      BridgeParts parts, BridgeOptions options, Consumer<BridgeReport> listener) {
    String lease = parts.cluster() + "-multigres-meta-bridge";
    LeaseLeadership leadership =
        new LeaseLeadership(
            LeaseElection.start(
                parts.server(), parts.namespace(), lease, options.candidate(), options.lease()));
    ResourceTarget resource =
        new ResourceTarget(parts.server(), parts.namespace(), parts.cluster(), options.timeout());
    ClusterServing serving =
        new ClusterServing(
            resource,
            new Telling(parts.server(), resource),
            leadership,
            () -> OpenCluster.of(parts, options),
            listener);
    serving.start();
    return new ClusterBridge(leadership, serving);
  }

  /** Says what a bridge would begin with, and changes nothing. */
  public static BridgePlan plan(BridgeParts parts, BridgeOptions options) {
    return new ClusterWork(parts, options).plan();
  }

  /**
   * Says in a person's name that the bridge may go on where it waits, while the catalog stands
   * where it stands now.
   */
  public static Position confirm(BridgeParts parts, BridgeOptions options) {
    return new ClusterWork(parts, options).confirm();
  }

  /**
   * Says in a person's name that a retained entry is to be removed after all.
   *
   * @return at which position of the catalog it holds; empty where no such entry is retained
   */
  public static Optional<Position> release(
      BridgeParts parts, BridgeOptions options, EntryPath path) {
    return new ClusterWork(parts, options).decide(Marks.RELEASE, path);
  }

  /**
   * Says in a person's name that the new database of its name takes over a retained entry.
   *
   * @return at which position of the catalog it holds; empty where no such entry is retained
   */
  public static Optional<Position> adopt(BridgeParts parts, BridgeOptions options, EntryPath path) {
    return new ClusterWork(parts, options).decide(Marks.ADOPT, path);
  }

  /** Ends it, and gives the leadership up. What is under way is waited for. */
  @Override
  public void close() {
    serving.close();
    leadership.close();
  }
}
