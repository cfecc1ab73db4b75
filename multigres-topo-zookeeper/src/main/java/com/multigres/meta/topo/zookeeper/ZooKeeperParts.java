package com.multigres.meta.topo.zookeeper;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.Capabilities;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.spi.CallbackThreads;
import com.multigres.meta.topo.spi.ConnectionStates;
import com.multigres.meta.topo.spi.StoreLife;
import com.multigres.meta.topo.spi.TopoArguments;
import com.multigres.meta.topo.spi.lock.HeldLock;
import com.multigres.meta.topo.spi.lock.LockSignals;
import com.multigres.meta.topo.zookeeper.internal.Dialer;
import com.multigres.meta.topo.zookeeper.internal.Directories;
import com.multigres.meta.topo.zookeeper.internal.Fetching;
import com.multigres.meta.topo.zookeeper.internal.Identity;
import com.multigres.meta.topo.zookeeper.internal.Link;
import com.multigres.meta.topo.zookeeper.internal.ReadLane;
import com.multigres.meta.topo.zookeeper.internal.ReadMode;
import com.multigres.meta.topo.zookeeper.internal.Reads;
import com.multigres.meta.topo.zookeeper.internal.Stamp;
import com.multigres.meta.topo.zookeeper.internal.Znodes;
import com.multigres.meta.topo.zookeeper.internal.ZooKeeperOptions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a store is made of, put together and taken apart. */
final class ZooKeeperParts {
  private static final int MAX_PATH = 4 << 10;
  private static final int MAX_BATCH = 128;
  // Of a request, for the names in it.
  private static final int ROOM_FOR_NAMES = 256 << 10;
  private static final int ROOM_FOR_A_STAT = 1 << 10;

  final ZooKeeperOptions options;
  final Dialer dialer;
  final Znodes znodes;
  final Identity identity;
  final CallbackThreads threads = new CallbackThreads("zookeeper");
  final TopoArguments arguments;
  final StoreLife life;
  final ConnectionStates states;
  final Link link;
  final Reads reads;
  final Directories directories;
  final Writes writes;
  final WatchedZnodes watched;
  final SessionWires sessions;
  final ZooKeeperWatches watches;
  final ZooKeeperLocks locks;
  final LockSignals signals;
  private final LockNews lockNews;

  private ZooKeeperParts(ZooKeeperOptions options) {
    this.options = options;
    this.dialer = new Dialer(options);
    this.znodes = new Znodes(options.chroot(), options.root());
    this.identity = new Identity(znodes, options.where());
    this.arguments = new TopoArguments(Stamp.BACKEND, options.root(), limits(options));
    this.life = new StoreLife(options.where());
    this.states = new ConnectionStates(threads, ConnectionState.SUSPENDED);
    this.link = new Link(dialer, threads, states, life, identity, this::touched);
    ReadLane lane = new ReadLane(link, znodes.base(), options.maxRequestBytes() + ROOM_FOR_A_STAT);
    Fetching fetching = new Fetching(link, lane, options.where());
    this.reads = new Reads(znodes, fetching, options.reads());
    this.directories = new Directories(link, reads, options.where());
    this.watched = new WatchedZnodes();
    this.sessions = new SessionWires(this);
    this.writes = new Writes(znodes, reads, directories, arguments, sessions::way, options);
    this.watches = new ZooKeeperWatches(this);
    this.lockNews = new LockNews(this);
    this.signals = lockNews.signals();
    this.locks = new ZooKeeperLocks(this);
    link.follow(sessions);
    link.follow(watches);
    link.follow(lockNews);
  }

  private static Capabilities limits(ZooKeeperOptions options) {
    Set<Capability> present = EnumSet.allOf(Capability.class);
    present.remove(Capability.SNAPSHOT_LIST);
    if (options.reads() != ReadMode.STRICT) {
      present.remove(Capability.LINEARIZABLE_READS);
    }
    return new Capabilities(
        present,
        options.maxRequestBytes() - ROOM_FOR_NAMES,
        MAX_PATH,
        MAX_BATCH,
        options.maxRequestBytes() - ROOM_FOR_NAMES,
        options.minTtl(),
        options.maxTtl(),
        options.tick().multipliedBy(2));
  }

  private void touched(String znode) {
    lockNews.touched(znode);
    znodes.path(znode).ifPresent(watches::touched);
  }

  /** Opens all, or leaves nothing behind (rule T29). */
  static ZooKeeperParts open(ZooKeeperOptions options) {
    ZooKeeperParts parts = new ZooKeeperParts(options);
    try {
      parts.link.start();
      if (!options.lazy()) {
        parts.reach();
      }
      return parts;
    } catch (TopoException unreached) {
      parts.close(Deadline.after(options.connectTimeout()));
      throw unreached;
    }
  }

  private void reach() {
    try {
      var unused = link.await(Deadline.after(options.connectTimeout()), "opening");
    } catch (TopoException late) {
      throw late.code() == Code.TIMEOUT
          ? TopoException.refused(
              Code.UNAVAILABLE,
              "%s: nobody answered within %d ms (T29)"
                  .formatted(options.where(), options.connectTimeout().toMillis()))
          : late;
    }
  }

  /** Closes all, sessions and locks before the connections that they need (rule T28). */
  void close(Deadline deadline) {
    List<AutoCloseable> rest = new ArrayList<>();
    List<AutoCloseable> owned = new ArrayList<>();
    for (AutoCloseable child : life.close()) {
      if (child instanceof ZooKeeperSession session) {
        owned.add(() -> session.close(deadline));
      } else if (child instanceof HeldLock lock) {
        owned.add(() -> lock.close(deadline));
      } else {
        rest.add(child);
      }
    }
    life.closeAll(rest);
    life.closeAll(owned);
    sessions.close(deadline);
    link.close();
    dialer.close();
    states.become(ConnectionState.CLOSED);
    threads.close(deadline);
  }
}
