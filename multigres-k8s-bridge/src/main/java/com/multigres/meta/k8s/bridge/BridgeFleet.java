package com.multigres.meta.k8s.bridge;

import com.multigres.meta.cluster.bridge.BridgeReport;
import com.multigres.meta.k8s.config.BridgeConfig;
import com.multigres.meta.k8s.lease.LeaseElection;
import com.multigres.meta.k8s.resource.ClusterResource;
import com.multigres.meta.k8s.server.ApiServer;
import com.multigres.meta.k8s.server.KindWatch;
import com.multigres.meta.k8s.server.ObjectName;
import com.multigres.meta.k8s.target.ResourceTarget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bridges of all clusters of some namespaces, in one process: one lease decides which process
 * leads, each cluster has a thread, stores and pauses of its own, and none waits for another.
 * Thread-safe.
 */
public final class BridgeFleet implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(BridgeFleet.class);

  /** The lease, in the namespace that the process is told. */
  public static final String LEASE = "multigres-meta-bridge";

  private final ApiServer server;
  private final BridgeConfig config;
  private final ClusterOpening opening;
  private final BiConsumer<String, BridgeReport> listener;
  private final LeaseLeadership leadership;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<ObjectName, ClusterServing> serving = new HashMap<>();
  private final Map<ObjectName, ClusterServing> ending = new HashMap<>();
  private final List<KindWatch> watches = new ArrayList<>();
  private boolean closed;

  private BridgeFleet(
      ApiServer server,
      BridgeConfig config,
      ClusterOpening opening,
      BiConsumer<String, BridgeReport> listener,
      LeaseLeadership leadership) {
    this.server = server;
    this.config = config;
    this.opening = opening;
    this.listener = listener;
    this.leadership = leadership;
  }

  /**
   * Starts to serve.
   *
   * @param server where the clusters are; stays the caller's
   * @param config which clusters, and how
   * @param namespace where the lease is: the process's own
   * @param candidate the process's name, such as the pod's
   * @param listener told of each run that succeeded, with {@code namespace/name}, on the cluster's
   *     thread
   */
  public static BridgeFleet start(
      ApiServer server,
      BridgeConfig config,
      String namespace,
      String candidate,
      BiConsumer<String, BridgeReport> listener) {
    LeaseElection election =
        LeaseElection.start(server, namespace, LEASE, candidate, ClusterOpening.times(config));
    BridgeFleet fleet =
        new BridgeFleet(
            server,
            config,
            new ClusterOpening(server, config, candidate),
            listener,
            new LeaseLeadership(election));
    try {
      for (String watched : config.namespaces()) {
        Optional<String> only =
            watched.equals(BridgeConfig.EVERYWHERE) ? Optional.empty() : Optional.of(watched);
        fleet.watches.add(ClusterResource.watchAll(server, only, fleet::seen));
      }
      return fleet;
    } catch (RuntimeException failed) {
      fleet.close();
      throw failed;
    }
  }

  /** {@return which clusters are served, as {@code namespace/name}} */
  public Set<String> served() {
    lock.lock();
    try {
      Set<String> names = new TreeSet<>();
      serving.keySet().forEach(name -> names.add(name.toString()));
      return names;
    } finally {
      lock.unlock();
    }
  }

  /**
   * On a thread of the client library, which is not to be kept: nothing is waited for. What is seen
   * of one resource is done in the order in which it is seen, so that one which is made anew at
   * once is served as well, when its predecessor has ended.
   */
  private void seen(ObjectName name, boolean stands) {
    lock.lock();
    try {
      ending.values().removeIf(ClusterServing::hasEnded);
      ClusterServing known = serving.get(name);
      if (closed) {
        log.debug("{} changed when all ended", name);
      } else if (!stands && known != null) {
        serving.remove(name);
        ending.put(name, known);
        known.stop();
      } else if (stands && known != null) {
        known.wake();
      } else if (stands) {
        ClusterServing fresh = serving(name);
        serving.put(name, fresh);
        fresh.startAfter(Optional.ofNullable(ending.get(name)));
      }
    } finally {
      lock.unlock();
    }
  }

  private ClusterServing serving(ObjectName name) {
    ResourceTarget resource =
        new ResourceTarget(server, name.namespace(), name.name(), config.timeout());
    return new ClusterServing(
        resource,
        new Telling(server, resource),
        leadership,
        () -> opening.open(name.namespace(), name.name()),
        report -> listener.accept(name.toString(), report));
  }

  /** Ends all of them, and gives the leadership up. */
  @Override
  public void close() {
    watches.forEach(KindWatch::close);
    List<ClusterServing> all;
    lock.lock();
    try {
      closed = true;
      all = new ArrayList<>(serving.values());
      all.addAll(ending.values());
      serving.clear();
      ending.clear();
    } finally {
      lock.unlock();
    }
    all.forEach(ClusterServing::stop);
    all.forEach(ClusterServing::close);
    leadership.close();
  }
}
