package com.multigres.meta.k8s.topo;

import com.multigres.meta.k8s.server.ApiException;
import com.multigres.meta.k8s.server.ApiObjects;
import com.multigres.meta.k8s.server.ApiServer;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.Capabilities;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.spi.CallbackThreads;
import com.multigres.meta.topo.spi.ConnectionStates;
import com.multigres.meta.topo.spi.StoreLife;
import com.multigres.meta.topo.spi.TopoArguments;
import com.multigres.meta.topo.spi.lock.HeldLock;
import com.multigres.meta.topo.spi.lock.LockSignals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a store is made of, put together and taken apart. */
final class TopoParts {
  /** What Kubernetes can do: it changes one object at a time. */
  private static final Capabilities CAPABILITIES =
      new Capabilities(
          Set.of(Capability.LINEARIZABLE_READS, Capability.DURABLE_FAILOVER, Capability.LOCKS),
          1 << 20,
          1_000,
          1,
          1 << 20,
          Duration.ofSeconds(3),
          Duration.ofDays(1),
          Duration.ofSeconds(2));

  final Names names;
  final TopoArguments arguments;
  final StoreLife life;
  final CallbackThreads threads = new CallbackThreads("k8s-topo");
  final ConnectionStates states;
  final ApiObjects configMaps;
  final Identity identity;
  final Leases leases;
  final TopoReads reads;
  final TopoWrites writes;
  final ManyWrites many;
  final TopoSessions sessions;
  final TopoWatches watches;
  final LeaseObserver observer;
  final TopoFollower follower;
  final LockSignals lockSignals;
  final KubernetesLocks locks;
  private final ApiServer server;
  private final String where;

  private TopoParts(TopoAddress address, ApiServer server) {
    this.server = server;
    this.where = address.where();
    this.names = new Names(address.root());
    this.arguments = new TopoArguments(Stamp.BACKEND, address.root(), CAPABILITIES);
    this.life = new StoreLife(where);
    boolean lazy = address.common().lazy();
    this.states =
        new ConnectionStates(threads, lazy ? ConnectionState.SUSPENDED : ConnectionState.CONNECTED);
    String namespace = address.common().namespace();
    this.configMaps = ApiObjects.configMaps(server, namespace);
    this.identity = new Identity(configMaps);
    this.leases = new Leases(ApiObjects.leases(server, namespace));
    this.reads = new TopoReads(names, configMaps, leases);
    this.writes = new TopoWrites(names, configMaps, leases, reads);
    this.many = new ManyWrites(writes, arguments, threads);
    Sweeper sweeper = new Sweeper(configMaps, leases);
    this.sessions = new TopoSessions(leases, sweeper, writes, life, threads, arguments);
    this.watches = new TopoWatches(names, reads, threads, life);
    Duration connect = address.common().api().connectTimeout();
    this.follower = new TopoFollower(this, connect, lazy);
    this.lockSignals = new LockSignals(follower::lockAsked, follower::lockLeft);
    this.locks = new KubernetesLocks(names, configMaps, sessions, reads, identity);
    this.observer = new LeaseObserver(leases, sweeper, threads, lockSignals::changedAll);
    if (!lazy) {
      identity.ask(Deadline.after(connect));
    }
    if (address.observes()) {
      observer.start();
    }
    follower.wake();
  }

  /** Opens all, or leaves nothing behind (rule T29). */
  static TopoParts open(TopoAddress address) {
    try {
      ApiServer server = ApiServer.acquire(address.common().api());
      try {
        return new TopoParts(address, server);
      } catch (RuntimeException failed) {
        server.release();
        throw failed;
      }
    } catch (ApiException fault) {
      throw TopoErrors.harmless(fault);
    }
  }

  /** The store's address, without a secret. */
  String where() {
    return where;
  }

  /** Closes all, sessions and locks before the connections that they need (rule T28). */
  void close(Deadline deadline) {
    List<AutoCloseable> rest = new ArrayList<>();
    List<AutoCloseable> leased = new ArrayList<>();
    boolean open = !life.isClosed();
    for (AutoCloseable child : life.close()) {
      if (child instanceof KubernetesSession session) {
        leased.add(() -> session.close(deadline));
      } else if (child instanceof HeldLock lock) {
        leased.add(() -> lock.close(deadline));
      } else {
        rest.add(child);
      }
    }
    life.closeAll(rest);
    life.closeAll(leased);
    observer.close();
    follower.close();
    states.become(ConnectionState.CLOSED);
    threads.close(deadline);
    if (open) {
      server.release();
    }
  }
}
