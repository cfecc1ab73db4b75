package com.multigres.meta.k8s.bridge;

import com.multigres.meta.k8s.config.BridgeConfig;
import com.multigres.meta.k8s.lease.LeaseElection;
import com.multigres.meta.k8s.server.ApiServer;
import com.multigres.meta.k8s.server.ObjectName;
import com.multigres.meta.k8s.target.ResourceTarget;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The bridge inside somebody's operator: takes a resource, brings it in step, and says what to do
 * next. The operator brings watches of the resources, threads and order; the bridge its stores, its
 * lease (which the operator's own election does not replace: its number is what every write is
 * conditional on), and word of changes that the operator cannot see. Thread-safe; calls for one
 * resource follow each other.
 */
public final class BridgeReconciler implements AutoCloseable {
  private static final Duration UNLED = Duration.ofSeconds(2);

  private final ApiServer server;
  private final BridgeConfig config;
  private final ClusterOpening opening;
  private final Consumer<ObjectName> changed;
  private final LeaseLeadership leadership;
  private final Map<ObjectName, EmbeddedCluster> clusters = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private BridgeReconciler(
      ApiServer server,
      BridgeConfig config,
      String candidate,
      Consumer<ObjectName> changed,
      LeaseLeadership leadership) {
    this.server = server;
    this.config = config;
    this.opening = new ClusterOpening(server, config, candidate);
    this.changed = changed;
    this.leadership = leadership;
  }

  /**
   * Begins to stand for election.
   *
   * @param server where the clusters are; stays the caller's
   * @param config how what belongs to them is found
   * @param namespace where the lease is: the operator's own
   * @param candidate the process's name, such as the pod's
   * @param changed told when a cluster's catalog, records or poolers changed, so that it is to be
   *     reconciled; on a thread of the library, must return at once
   */
  public static BridgeReconciler start(
      ApiServer server,
      BridgeConfig config,
      String namespace,
      String candidate,
      Consumer<ObjectName> changed) {
    LeaseElection election =
        LeaseElection.start(
            server, namespace, BridgeFleet.LEASE, candidate, ClusterOpening.times(config));
    return new BridgeReconciler(server, config, candidate, changed, new LeaseLeadership(election));
  }

  /**
   * Brings a cluster in step, where this process leads. What fails stands in the resource's
   * conditions, and is tried again after a longer pause each time.
   *
   * @param resource the resource; what it says is read anew
   * @return when to ask again
   */
  public Next reconcile(HasMetadata resource) {
    ObjectMeta metadata = resource.getMetadata();
    ObjectName name = new ObjectName(metadata.getNamespace(), metadata.getName());
    if (metadata.getDeletionTimestamp() != null) {
      forget(name);
      return Next.nothing();
    }
    OptionalLong token = leadership.token();
    if (closed) {
      return Next.nothing();
    }
    if (token.isEmpty()) {
      return Next.after(UNLED);
    }
    Next next = clusters.computeIfAbsent(name, this::embedded).reconcile(token.getAsLong());
    if (closed) {
      forget(name); // it may have been opened after the others were closed
    }
    return next;
  }

  private EmbeddedCluster embedded(ObjectName name) {
    ResourceTarget resource =
        new ResourceTarget(server, name.namespace(), name.name(), config.timeout());
    return new EmbeddedCluster(
        () -> opening.open(name.namespace(), name.name()),
        new Telling(server, resource),
        leadership,
        () -> changed.accept(name));
  }

  /**
   * Closes what is open for a cluster that is gone.
   *
   * @param name the resource that was deleted
   */
  public void forget(ObjectName name) {
    Optional.ofNullable(clusters.remove(name)).ifPresent(EmbeddedCluster::close);
  }

  /** Closes all, and gives the leadership up. */
  @Override
  public void close() {
    closed = true;
    clusters.keySet().forEach(this::forget);
    leadership.close();
  }
}
