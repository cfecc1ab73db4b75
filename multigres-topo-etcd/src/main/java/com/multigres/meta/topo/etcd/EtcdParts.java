package com.multigres.meta.topo.etcd;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.Capabilities;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.Registration;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.etcd.internal.Contact;
import com.multigres.meta.topo.etcd.internal.EtcdCalls;
import com.multigres.meta.topo.etcd.internal.EtcdHistory;
import com.multigres.meta.topo.etcd.internal.EtcdKeys;
import com.multigres.meta.topo.etcd.internal.EtcdOptions;
import com.multigres.meta.topo.etcd.internal.KvRequests;
import com.multigres.meta.topo.etcd.internal.Members;
import com.multigres.meta.topo.etcd.internal.Requests;
import com.multigres.meta.topo.etcd.internal.Stamp;
import com.multigres.meta.topo.spi.CallbackThreads;
import com.multigres.meta.topo.spi.ConnectionStates;
import com.multigres.meta.topo.spi.StoreLife;
import com.multigres.meta.topo.spi.TopoArguments;
import com.multigres.meta.topo.spi.lock.HeldLock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** What a store is made of, put together and taken apart. */
final class EtcdParts {
  private static final int MAX_PATH = 16 << 10;
  private static final int BATCH_BYTES = 1 << 20;
  private static final Duration MIN_TTL = Duration.ofSeconds(2);
  private static final Duration MAX_TTL = Duration.ofDays(30);
  private static final Duration THREADS_END = Duration.ofSeconds(1);
  private static final Duration SLACK = Duration.ofSeconds(2);

  final EtcdOptions options;
  final EtcdKeys keys;
  final EtcdHistory history = new EtcdHistory();
  final Contact contact = new Contact();
  final CallbackThreads threads = new CallbackThreads("etcd");
  final TopoArguments arguments;
  final StoreLife life;
  final ConnectionStates states;
  final Requests requests;
  final KvRequests kv;
  final EtcdCalls calls;
  final EtcdReads reads;
  final EtcdWrites writes;
  final LeaseKeeper keeper;
  final Leases leases;
  final EtcdWatches watches;
  final LockWatches lockWatches;
  final EtcdLocks locks;
  private final Supervisor supervisor;

  private EtcdParts(EtcdOptions options, Members members) {
    this.options = options;
    this.keys = new EtcdKeys(options.namespace(), options.root());
    this.arguments = new TopoArguments(Stamp.BACKEND, options.root(), limits(options));
    this.life = new StoreLife(options.where());
    this.states = new ConnectionStates(threads, ConnectionState.SUSPENDED);
    this.requests = new Requests(members, options);
    this.kv = new KvRequests(requests, history, contact);
    this.calls = new EtcdCalls(requests, kv, life, options);
    this.reads = new EtcdReads(calls, keys);
    this.writes = new EtcdWrites(calls, keys, history, arguments, options.maxTxnOps());
    this.keeper = new LeaseKeeper(requests, contact);
    this.leases = new Leases(calls, keeper, life, threads);
    this.watches = new EtcdWatches(this);
    this.lockWatches = new LockWatches(keys, requests, contact, threads);
    this.locks = new EtcdLocks(this);
    this.supervisor = new Supervisor(this);
  }

  private static Capabilities limits(EtcdOptions options) {
    return new Capabilities(
        EnumSet.allOf(Capability.class),
        options.maxValueBytes(),
        MAX_PATH,
        // One is left for what is nested: a write that does not know whether the node stands.
        options.maxTxnOps() - 1,
        Math.max(BATCH_BYTES, options.maxValueBytes()),
        MIN_TTL,
        MAX_TTL,
        SLACK);
  }

  /** Opens all, or leaves nothing behind (rule T29). */
  static EtcdParts open(EtcdOptions options) {
    EtcdParts parts;
    try {
      parts = new EtcdParts(options, new Members(options));
    } catch (IllegalArgumentException unusable) {
      throw TopoException.badInput(options.where() + ": " + unusable.getMessage());
    }
    try {
      if (!options.lazy()) {
        parts.connect();
      }
      parts.supervisor.start();
      return parts;
    } catch (TopoException unreached) {
      parts.close(Deadline.after(options.connectTimeout()));
      throw unreached;
    }
  }

  private void connect() {
    calls.read(
        keys.probe(), Deadline.after(options.connectTimeout()), "opening of " + options.where());
    states.become(ConnectionState.CONNECTED);
  }

  /**
   * Closes all, sessions and locks before the connections that they need (rule T28). Registrations
   * come last: their sessions are closed by then, under the deadline of all.
   */
  void close(Deadline deadline) {
    List<AutoCloseable> first = new ArrayList<>();
    List<AutoCloseable> leased = new ArrayList<>();
    List<AutoCloseable> last = new ArrayList<>();
    for (AutoCloseable child : life.close()) {
      if (child instanceof EtcdSession session) {
        leased.add(() -> session.close(deadline));
      } else if (child instanceof HeldLock lock) {
        leased.add(() -> lock.close(deadline));
      } else if (child instanceof Registration) {
        last.add(child);
      } else {
        first.add(child);
      }
    }
    life.closeAll(first);
    life.closeAll(leased);
    leases.close(deadline);
    supervisor.close();
    keeper.close();
    requests.members().close();
    life.closeAll(last);
    states.become(ConnectionState.CLOSED);
    threads.close(atLeast(THREADS_END, deadline));
  }

  private static Deadline atLeast(Duration least, Deadline deadline) {
    return deadline.remaining().compareTo(least) < 0 ? Deadline.after(least) : deadline;
  }
}
