package com.multigres.meta.topo.zookeeper;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.spi.BackgroundTask;
import com.multigres.meta.topo.spi.CallbackThreads;
import com.multigres.meta.topo.spi.ConnectionStates;
import com.multigres.meta.topo.spi.LeaseClock;
import com.multigres.meta.topo.spi.StoreLife;
import com.multigres.meta.topo.spi.Waits;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection of a store that carries all but what is bound to sessions. Nothing hangs on its
 * own session, so it takes a new one whenever that is quicker; and only the new one notices a
 * server that was wiped, because it refuses whoever has seen more than it knows. Thread-safe.
 */
final class Link implements Wire.Listener {
  private static final Logger log = LoggerFactory.getLogger(Link.class);
  private static final Duration TICK = Duration.ofMillis(500);
  private static final Duration AGAIN = Duration.ofMillis(200);
  // The client library needs up to a second to try again.
  private static final long PATIENCE_NANOS = Duration.ofSeconds(2).toNanos();

  /** Told on a thread of the store when a connection stands. */
  interface Follower {
    /**
     * Everything that is watched must be looked at again.
     *
     * @param wire what has connected
     * @param connection its number: the store's later connections have larger ones
     * @param change why it is another store than before, if it is (rule T33)
     */
    void back(Wire wire, long connection, Optional<String> change);
  }

  private final ZooKeeperOptions options;
  private final CallbackThreads threads;
  private final ConnectionStates states;
  private final StoreLife life;
  private final Identity identity;
  private final Consumer<String> news;
  private final List<Follower> followers = new CopyOnWriteArrayList<>();
  private final BackgroundTask settling;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable Wire wire;
  private boolean usable;
  private boolean reached;
  private boolean closed;
  private long awaySince;
  private long connections;
  private Optional<TopoException> refusal = Optional.empty();
  private Subscription ticking = () -> {};

  Link(
      ZooKeeperOptions options,
      CallbackThreads threads,
      ConnectionStates states,
      StoreLife life,
      Identity identity,
      Consumer<String> news) {
    this.options = options;
    this.threads = threads;
    this.states = states;
    this.life = life;
    this.identity = identity;
    this.news = news;
    this.settling = new BackgroundTask(threads, this::settle);
  }

  void follow(Follower follower) {
    followers.add(follower);
  }

  /** Begins to connect. Never blocks for longer than it takes to make a thread. */
  void start() {
    open();
    ticking = threads.repeat(this::tick, TICK);
  }

  private void open() {
    Wire fresh = Wire.open(options, options.sessionTimeout(), this);
    lock.lock();
    try {
      if (!closed) {
        wire = fresh;
        // What it told before it was known here.
        settling.request();
        return;
      }
    } finally {
      lock.unlock();
    }
    fresh.drop();
  }

  @Override
  public void changed(Wire about) {
    lock.lock();
    try {
      if (about != wire || closed) {
        return;
      }
      if (!about.isConnected() && usable) {
        suspended();
      }
    } finally {
      lock.unlock();
    }
    settling.request();
  }

  @Override
  public void touched(String znode) {
    news.accept(znode);
  }

  /** With the lock held. */
  private void suspended() {
    usable = false;
    awaySince = LeaseClock.nanos();
    states.become(ConnectionState.SUSPENDED);
  }

  /** On a thread of the store, one at a time: makes of a connection one that can be used. */
  private void settle() {
    @Nullable Wire now = current();
    if (now == null) {
      return;
    }
    if (now.isRefused()) {
      refused(
          TopoException.refused(
              TopoException.Code.ACCESS_DENIED,
              options.where() + ": the servers refuse the login"));
    } else if (now.isExpired()) {
      replace(now);
    } else if (now.isConnected() && !isUsable(now)) {
      look(now);
    }
  }

  private @Nullable Wire current() {
    lock.lock();
    try {
      return closed ? null : wire;
    } finally {
      lock.unlock();
    }
  }

  private boolean isUsable(Wire about) {
    lock.lock();
    try {
      return usable && about == wire;
    } finally {
      lock.unlock();
    }
  }

  private void look(Wire now) {
    Optional<String> change;
    try {
      change = identity.look(now, Deadline.after(options.connectTimeout()));
    } catch (TopoException failure) {
      if (failure.code() == TopoException.Code.ACCESS_DENIED) {
        refused(failure);
      }
      log.debug("{} cannot be used yet: {}", options.where(), failure.getMessage());
      var unused = threads.schedule(settling::request, AGAIN);
      return;
    }
    if (change.isPresent()) {
      log.warn("{}: {}; every session and lock counts as lost", options.where(), change.get());
      states.become(ConnectionState.LOST);
    }
    becameUsable(now)
        .ifPresent(
            connection -> followers.forEach(follower -> follower.back(now, connection, change)));
  }

  private Optional<Long> becameUsable(Wire now) {
    lock.lock();
    try {
      if (closed || now != wire || !now.isConnected()) {
        return Optional.empty();
      }
      connections++;
      usable = true;
      reached = true;
      refusal = Optional.empty();
      states.become(ConnectionState.CONNECTED);
      changed.signalAll();
      return Optional.of(connections);
    } finally {
      lock.unlock();
    }
  }

  private void refused(TopoException why) {
    lock.lock();
    try {
      refusal = Optional.of(why);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void replace(Wire old) {
    lock.lock();
    try {
      if (closed || old != wire) {
        return;
      }
      if (usable) {
        suspended();
      }
      wire = null;
    } finally {
      lock.unlock();
    }
    threads.execute(old::drop);
    open();
  }

  private void tick() {
    @Nullable Wire now = current();
    if (now == null) {
      return;
    }
    if (isUsable(now)) {
      identity.note(now);
      return;
    }
    if (now.isConnected()) {
      settling.request();
      return;
    }
    long away = LeaseClock.nanos() - awaySince;
    boolean before = hasReached();
    if (before && away > options.maxTtl().toNanos()) {
      states.become(ConnectionState.LOST);
    }
    // Servers that are down are waited for; one that answers others refuses us for a reason.
    if (before && now.seen() != 0 && away > PATIENCE_NANOS && Presence.ofAny(options.members())) {
      replace(now);
    }
  }

  private boolean hasReached() {
    lock.lock();
    try {
      return reached;
    } finally {
      lock.unlock();
    }
  }

  /** The connection, if it can be used now. */
  Optional<Wire> now() {
    lock.lock();
    try {
      return usable ? Optional.ofNullable(wire) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** The number of the connection that can be used now, or else of the last one. */
  long connection() {
    lock.lock();
    try {
      return connections;
    } finally {
      lock.unlock();
    }
  }

  /** The connection, once it can be used; nothing was sent when this fails. */
  Wire await(Deadline deadline, String doing) {
    if (Thread.currentThread().isInterrupted()) {
      throw Waits.interrupted(new InterruptedException(), doing, Outcome.NOT_APPLIED);
    }
    lock.lock();
    try {
      if (options.lazy() && !reached && refusal.isEmpty()) {
        throw TopoException.refused(
            TopoException.Code.UNAVAILABLE,
            doing + ": " + options.where() + " was not reached yet (T29)");
      }
      Waits.until(
          changed,
          () -> usable || closed || refusal.isPresent(),
          deadline,
          doing + " on " + options.where(),
          Outcome.NOT_APPLIED);
      if (closed) {
        throw life.closedError();
      }
      if (!usable && refusal.isPresent()) {
        throw refusal.get();
      }
      return Objects.requireNonNull(wire, "usable without a wire");
    } finally {
      lock.unlock();
    }
  }

  void close() {
    @Nullable Wire last;
    lock.lock();
    try {
      closed = true;
      usable = false;
      last = wire;
      wire = null;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    ticking.close();
    settling.stop();
    if (last != null) {
      Endings.end(last, threads, Deadline.after(Endings.SHORT));
    }
  }
}
