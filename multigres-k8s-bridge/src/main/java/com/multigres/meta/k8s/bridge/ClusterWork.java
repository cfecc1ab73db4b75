package com.multigres.meta.k8s.bridge;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.cluster.ClusterErrorCode;
import com.multigres.meta.cluster.ClusterException;
import com.multigres.meta.cluster.bridge.BridgeReport;
import com.multigres.meta.cluster.bridge.BridgeRunner;
import com.multigres.meta.cluster.bridge.BridgeSettings;
import com.multigres.meta.cluster.bridge.TopologyTarget;
import com.multigres.meta.cluster.plan.BridgePlan;
import com.multigres.meta.cluster.plan.BridgePolicy;
import com.multigres.meta.cluster.plan.WriteScope;
import com.multigres.meta.k8s.resource.ClusterResource;
import com.multigres.meta.k8s.resource.Marks;
import com.multigres.meta.k8s.resource.Resource;
import com.multigres.meta.k8s.target.ResourceTarget;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the bridge does for one cluster: plans, runs, and tells what became of a run as conditions
 * and events. Thread-safe.
 */
final class ClusterWork {
  private static final String AUTHOR = "bridge";

  private final BridgeParts parts;
  private final BridgeOptions options;
  private final ResourceTarget resource;
  private final TopologyTarget topology;
  private final Telling telling;

  ClusterWork(BridgeParts parts, BridgeOptions options) {
    this.parts = parts;
    this.options = options;
    resource =
        new ResourceTarget(parts.server(), parts.namespace(), parts.cluster(), options.timeout());
    RecordSettings settings = new RecordSettings();
    topology =
        TopologyTarget.beside(
            parts.global(),
            () -> resource.lastRead().map(Operator::scope).orElseGet(WriteScope.Nothing::new),
            name -> resource.lastRead().flatMap(read -> settings.of(read, name)));
    telling = new Telling(parts.server(), resource);
  }

  ClusterResource resource() {
    return resource.resource();
  }

  /** The resource as it was read last. */
  Optional<Resource> lastRead() {
    return resource.lastRead();
  }

  /** A run of its own, for a leader with its token. */
  BridgeRunner runner(OptionalLong token) {
    BridgeSettings settings = BridgeSettings.STANDARD.by(AUTHOR);
    return new BridgeRunner(
        parts.catalogs(),
        List.of(resource, topology),
        parts.servers(),
        token.isPresent() ? settings.leading(token.getAsLong()) : settings);
  }

  BridgePlan plan() {
    return runner(OptionalLong.empty()).plan(this::policy);
  }

  /** Says in a person's name that the bridge may go on, at the position that stands now. */
  Position confirm() {
    Position now = parts.catalogs().read().position();
    resource.resource().annotate(Marks.CONFIRM, now.toString(), resource.begin());
    return now;
  }

  /** A person's word holds while the catalog stands where it stood when he looked. */
  private BridgePolicy policy(Position now) {
    BridgePolicy policy = BridgePolicy.STANDARD.deleting(options.deletion());
    boolean confirmed =
        resource
            .lastRead()
            .flatMap(read -> read.mark(Marks.CONFIRM))
            .filter(now.toString()::equals)
            .isPresent();
    return confirmed ? policy.confirm() : policy;
  }

  /**
   * Runs once, and tells what became of it.
   *
   * @param runner of the token
   * @param token of the leadership
   * @param leadership told where somebody later is at work
   */
  BridgeReport run(BridgeRunner runner, long token, Leadership leadership) {
    try {
      BridgeReport report = runner.runOnce(this::policy);
      telling.success(report, token);
      return report;
    } catch (RuntimeException failed) {
      if (!isOutranked(failed, token, leadership) && !Thread.currentThread().isInterrupted()) {
        telling.failure(failed, token);
      }
      throw failed;
    }
  }

  private boolean isOutranked(RuntimeException failed, long token, Leadership leadership) {
    if (failed instanceof ClusterException refusal && refusal.code() == ClusterErrorCode.FENCED) {
      leadership.outrank(Math.max(resource.standingFence(), topology.read().fence()));
      return true;
    }
    if (failed instanceof CatalogException refusal
        && refusal.code() == CatalogException.Code.NOT_ALLOWED) {
      leadership.outrank(token); // the catalog has seen a larger one
      return true;
    }
    return false;
  }

  @Override
  public String toString() {
    return parts.namespace() + "/" + parts.cluster();
  }
}
