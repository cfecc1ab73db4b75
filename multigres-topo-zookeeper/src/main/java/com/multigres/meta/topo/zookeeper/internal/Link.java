package com.multigres.meta.topo.zookeeper.internal;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.spi.BackgroundTask;
import com.multigres.meta.topo.spi.CallbackThreads;
import com.multigres.meta.topo.spi.ConnectionStates;
import com.multigres.meta.topo.spi.LeaseClock;
import com.multigres.meta.topo.spi.StoreLife;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection of a store that carries all but what is bound to sessions. Nothing hangs on its
 * own session, so one that breaks is replaced by a new session at once, where the client library
 * would wait for up to a second; and only a new one notices a server that was wiped, because that
 * refuses whoever has seen more than it knows. Thread-safe.
 */
public final class Link implements Wire.Listener {
  private static final Logger log = LoggerFactory.getLogger(Link.class);
  private static final Duration TICK = Duration.ofMillis(200);
  private static final Duration AFTER_A_REFUSAL = Duration.ofSeconds(1);
  // Many clients lose their connections in the same moment.
  private static final int SPREAD_MILLIS = 100;
  // A connection that is not made by then will not be, though a server may answer others.
  private static final long PATIENCE_NANOS = Duration.ofSeconds(2).toNanos();
  // Why an encrypted one is not made nobody else will say.
  private static final long PATIENCE_ENCRYPTED_NANOS = Duration.ofMillis(400).toNanos();

  /** Told on a thread of the store when a connection stands, before anybody may use it. */
  public interface Follower {
    /**
     * Everything that is watched must be looked at again.
     *
     * @param wire what has connected
     * @param connection its number: the store's later connections have larger ones
     * @param change why it is another store than before, if it is (rule T33)
     */
    void back(Wire wire, long connection, Optional<String> change);
  }

  private final Dialer dialer;
  private final ZooKeeperOptions options;
  private final CallbackThreads threads;
  private final ConnectionStates states;
  private final Identity identity;
  private final Consumer<String> news;
  private final Standing standing;
  private final List<Follower> followers = new CopyOnWriteArrayList<>();
  private final BackgroundTask settling;
  private volatile Subscription ticking = () -> {};
  // When the servers were asked last, or need not have been.
  private volatile long asked;

  public Link(
      Dialer dialer,
      CallbackThreads threads,
      ConnectionStates states,
      StoreLife life,
      Identity identity,
      Consumer<String> news) {
    this.dialer = dialer;
    this.options = dialer.options();
    this.threads = threads;
    this.states = states;
    this.identity = identity;
    this.news = news;
    this.standing = new Standing(options, states, life);
    this.settling = new BackgroundTask(threads, this::settle);
  }

  public void follow(Follower follower) {
    followers.add(follower);
  }

  /** Begins to connect. Never blocks for longer than it takes to make a thread. */
  public void start() {
    open();
    ticking = threads.repeat(settling::request, TICK);
  }

  private void open() {
    asked = LeaseClock.nanos();
    Wire fresh = Wire.open(dialer, options.linkTimeout(), this);
    if (standing.begin(fresh)) {
      // What it told before it was known here.
      settling.request();
    } else {
      fresh.drop();
    }
  }

  @Override
  public void changed(Wire about) {
    if (about.isConnected()) {
      settling.request();
    } else if (standing.suspend(about)) {
      int pause = ThreadLocalRandom.current().nextInt(SPREAD_MILLIS);
      later(settling::request, Duration.ofMillis(pause));
    }
  }

  @Override
  public void touched(String znode) {
    news.accept(znode);
  }

  /** On a thread of the store, one at a time: makes of a connection one that can be used. */
  private void settle() {
    standing.current().ifPresent(this::settle);
  }

  private void settle(Wire now) {
    if (now.isConnected()) {
      if (standing.isUsable(now)) {
        identity.note(now);
      } else {
        look(now);
      }
    } else if (now.isExpired()) {
      replace(now);
    } else if (now.isRefused()) {
      standing.refused(
          TopoException.refused(
              TopoException.Code.ACCESS_DENIED,
              options.where() + ": the servers refuse the login"));
      later(() -> replace(now), AFTER_A_REFUSAL);
    } else {
      seek(now);
    }
  }

  private void later(Runnable work, Duration delay) {
    var unused = threads.schedule(work, delay);
  }

  private void look(Wire now) {
    Optional<String> change;
    try {
      change = identity.look(now, Deadline.after(options.connectTimeout()));
    } catch (TopoException failure) {
      if (failure.code() == TopoException.Code.ACCESS_DENIED) {
        standing.refused(failure);
      }
      log.debug("{} cannot be used yet: {}", options.where(), failure.getMessage());
      return;
    }
    if (change.isPresent()) {
      log.warn("{}: {}; every session and lock counts as lost", options.where(), change.get());
      states.become(ConnectionState.LOST);
    }
    long connection = standing.nextConnection();
    followers.forEach(follower -> follower.back(now, connection, change));
    standing.use(now);
  }

  private void replace(Wire old) {
    if (!standing.discard(old)) {
      return;
    }
    threads.execute(old::drop);
    reopen();
  }

  private void reopen() {
    try {
      open();
    } catch (TopoException unusable) {
      log.warn("{}", unusable.getMessage());
      standing.refused(unusable);
      later(this::reopen, AFTER_A_REFUSAL);
    }
  }

  /** Servers that are down are waited for; one that answers others gets a new session. */
  private void seek(Wire silent) {
    Optional<Duration> away = standing.away();
    if (away.filter(time -> time.compareTo(options.maxTtl()) > 0).isPresent()) {
      states.become(ConnectionState.LOST);
    }
    boolean encrypted = options.tls().isPresent() && away.isEmpty();
    long patience = encrypted ? PATIENCE_ENCRYPTED_NANOS : PATIENCE_NANOS;
    if (!silent.isBroken() && LeaseClock.nanos() - asked < patience) {
      return;
    }
    Presence others = dialer.presence();
    asked = LeaseClock.nanos();
    standing.hint(others.hint());
    others.refusal().ifPresent(this::refusedTo);
    if (others.answers() && !silent.isConnected()) {
      replace(silent);
    }
  }

  private void refusedTo(String why) {
    standing.refused(
        TopoException.refused(
            TopoException.Code.ACCESS_DENIED,
            options.where() + ": no encrypted connection: " + why));
  }

  /** The connection, if it can be used now. */
  public Optional<Wire> now() {
    return standing.now();
  }

  /** The number of the last connection. */
  public long connection() {
    return standing.connection();
  }

  /** The connection, once it can be used; nothing was sent when this fails. */
  public Wire await(Deadline deadline, String doing) {
    return standing.await(deadline, doing);
  }

  public void close() {
    Optional<Wire> last = standing.close();
    ticking.close();
    settling.stop();
    last.ifPresent(wire -> Endings.leave(wire, threads));
  }
}
