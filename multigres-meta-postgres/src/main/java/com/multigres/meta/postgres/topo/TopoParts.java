package com.multigres.meta.postgres.topo;

import com.multigres.meta.postgres.internal.ListenChannel;
import com.multigres.meta.postgres.internal.PostgresAccess;
import com.multigres.meta.postgres.internal.PostgresFailure;
import com.multigres.meta.postgres.topo.internal.LockRows;
import com.multigres.meta.postgres.topo.internal.NodeKeys;
import com.multigres.meta.postgres.topo.internal.Reaper;
import com.multigres.meta.postgres.topo.internal.RequestResolver;
import com.multigres.meta.postgres.topo.internal.SessionRows;
import com.multigres.meta.postgres.topo.internal.Stamp;
import com.multigres.meta.postgres.topo.internal.TopoDatabase;
import com.multigres.meta.postgres.topo.internal.TopoFailures;
import com.multigres.meta.postgres.topo.internal.TopoLogReader;
import com.multigres.meta.postgres.topo.internal.TopoReads;
import com.multigres.meta.postgres.topo.internal.TopoSchema;
import com.multigres.meta.postgres.topo.internal.TopoWrites;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.Capabilities;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.spi.CallbackThreads;
import com.multigres.meta.topo.spi.ConnectionStates;
import com.multigres.meta.topo.spi.StoreLife;
import com.multigres.meta.topo.spi.TopoArguments;
import com.multigres.meta.topo.spi.lock.HeldLock;
import com.multigres.meta.topo.spi.lock.LockSignals;
import java.util.ArrayList;
import java.util.List;

/** What a store is made of, put together and taken apart. */
final class TopoParts {
  final TopoArguments arguments;
  final StoreLife life;
  final CallbackThreads threads = new CallbackThreads("postgres-topo");
  final ConnectionStates states;
  final TopoReads reads;
  final TopoBatches batches;
  final TopoSessions sessions;
  final TopoWatches watches;
  final LockSignals lockSignals = new LockSignals();
  final PostgresLocks locks;
  final TopoFollower follower;
  private final String where;
  private final PostgresAccess access;
  private final SessionKeeper keeper;
  private final ListenChannel channel;

  private TopoParts(TopoOptions options, PostgresAccess access, boolean lazy) {
    this.access = access;
    TopoSchema schema = new TopoSchema(options.schema());
    TopoDatabase database = new TopoDatabase(access, schema);
    TopoHistory history = new TopoHistory();
    NodeKeys keys = new NodeKeys(options.root());
    Capabilities capabilities = capabilities(database, options, lazy);
    this.arguments = new TopoArguments(Stamp.BACKEND, options.root(), capabilities);
    this.where = options.postgres().where() + "#/" + options.root();
    this.life = new StoreLife(where);
    this.states =
        new ConnectionStates(threads, lazy ? ConnectionState.SUSPENDED : ConnectionState.CONNECTED);
    Reaper reaper = new Reaper(database);
    this.reads = new TopoReads(database, keys, history::replicated, reaper);
    RequestResolver resolver = new RequestResolver(database, history::position);
    TopoWrites writes = new TopoWrites(database, keys, resolver);
    this.batches = new TopoBatches(writes, arguments, history::hasSeen);
    SessionRows rows = new SessionRows(database);
    this.keeper = new SessionKeeper(rows, life);
    this.sessions = new TopoSessions(rows, keeper, life, threads, batches, arguments);
    this.locks = new PostgresLocks(new LockRows(database, keys, writes, reads), sessions, history);
    TopoLogReader log = new TopoLogReader(database, keys);
    this.watches = new TopoWatches(reads, log, keys, threads, life);
    this.follower =
        new TopoFollower(
            options, keys, log, reaper, watches, lockSignals, keeper, states, life, history);
    if (!lazy) {
      follower.look(Deadline.after(options.postgres().timeout()));
    }
    this.channel = access.listen(schema.channel(), follower::wake);
    follower.start(channel);
  }

  private static Capabilities capabilities(
      TopoDatabase database, TopoOptions options, boolean lazy) {
    if (lazy) {
      return TopoCapabilities.assumed(options);
    }
    Deadline deadline = Deadline.after(options.postgres().timeout());
    database.ensureArea(deadline);
    return TopoCapabilities.ask(database, options, deadline);
  }

  /** Opens all, or leaves nothing behind (rule T29). */
  static TopoParts open(TopoOptions options) {
    try {
      PostgresAccess access = PostgresAccess.open(options.postgres());
      try {
        return new TopoParts(options, access, options.postgres().lazy());
      } catch (RuntimeException failed) {
        access.close();
        throw failed;
      }
    } catch (PostgresFailure failure) {
      throw TopoFailures.translate(failure);
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
    for (AutoCloseable child : life.close()) {
      if (child instanceof PostgresSession session) {
        leased.add(() -> session.close(deadline));
      } else if (child instanceof HeldLock lock) {
        leased.add(() -> lock.close(deadline));
      } else {
        rest.add(child);
      }
    }
    life.closeAll(rest);
    life.closeAll(leased);
    channel.close();
    follower.close();
    keeper.close();
    access.close();
    states.become(ConnectionState.CLOSED);
    threads.close(deadline);
  }
}
