package com.multigres.meta.topo.zookeeper;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.spi.LeaseClock;
import com.multigres.meta.topo.spi.SessionLife;
import com.multigres.meta.topo.spi.Waits;
import com.multigres.meta.topo.zookeeper.internal.Endings;
import com.multigres.meta.topo.zookeeper.internal.View;
import com.multigres.meta.topo.zookeeper.internal.Wire;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session with a connection of its own: what it owns goes with it, and so its time to live is the
 * owner's to choose. The client library's own signs of life are seen by nobody here, so the session
 * counts as renewed by writes without meaning only, which a quorum has answered (rules T18 and
 * T22). A connection that breaks is made anew at once. Thread-safe.
 */
final class SessionWire implements Wire.Listener, Attempt.Way {
  private static final Logger log = LoggerFactory.getLogger(SessionWire.class);
  private static final int BEATS_PER_TTL = 8;
  // Many clients lose their connections in the same moment.
  private static final int SPREAD_MILLIS = 100;

  private final ZooKeeperParts parts;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Renewals renewals;
  private @Nullable Wire wire;
  private @Nullable SessionLife life;
  private boolean over;
  private volatile Subscription beating = () -> {};

  SessionWire(ZooKeeperParts parts) {
    this.parts = parts;
    this.renewals = new Renewals(parts.options.tick().toNanos() / 2);
  }

  /** Opens the session; when this fails, nothing is left but what goes by its time to live. */
  void open(Duration ttl, Deadline deadline) {
    String doing = "opening a session";
    // A store that is out of reach says so.
    var unused = parts.link.await(deadline, doing);
    if (!ttl.equals(Duration.ofMillis(ttl.toMillis()))) {
      throw TopoException.badInput(
          "ZooKeeper grants whole milliseconds as a time to live, not " + ttl + " (T18)");
    }
    long sent = LeaseClock.nanos();
    Wire opened = Wire.open(parts.dialer, ttl, this);
    if (!locked(() -> begin(opened))) {
      opened.drop();
      throw parts.life.closedError();
    }
    try {
      Wire connected = await(deadline, doing);
      if (!connected.granted().equals(ttl)) {
        throw TopoException.badInput(
            "a time to live of %s cannot be granted: the servers grant %s (T18; minTtl, maxTtl)"
                .formatted(ttl, connected.granted()));
      }
      SessionLife begun =
          new SessionLife(View.sessionId(connected.session()), ttl, sent, parts.threads);
      begin(begun);
      beating = parts.threads.repeat(this::beat, ttl.dividedBy(BEATS_PER_TTL));
    } catch (TopoException failure) {
      // It owns nothing yet.
      stop().ifPresent(Wire::drop);
      throw failure;
    }
  }

  private void signal() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void begin(SessionLife begun) {
    lock.lock();
    try {
      life = begun;
    } finally {
      lock.unlock();
    }
  }

  private boolean begin(Wire opened) {
    if (!over) {
      wire = opened;
    }
    return !over;
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  SessionLife life() {
    return locked(() -> Objects.requireNonNull(life, "not opened"));
  }

  private Wire wire() {
    return locked(() -> Objects.requireNonNull(wire, "not opened"));
  }

  /** No other connection is made from now on; returns the last, to whoever asks first. */
  private Optional<Wire> stop() {
    beating.close();
    return locked(
        () -> {
          boolean first = !over;
          over = true;
          changed.signalAll();
          return first ? Optional.ofNullable(wire) : Optional.empty();
        });
  }

  @Override
  public void changed(Wire about) {
    signal();
    // Not here: this is the client library's thread.
    if (about.isExpired()) {
      parts.threads.execute(this::expired);
    } else if (about.isBroken()) {
      int pause = ThreadLocalRandom.current().nextInt(SPREAD_MILLIS);
      var unused = parts.threads.schedule(() -> again(about), Duration.ofMillis(pause));
    }
  }

  private void expired() {
    if (locked(() -> life != null && wire != null && wire.isExpired())) {
      lose();
    }
  }

  /** The same session through another connection. */
  private void again(Wire broken) {
    if (locked(() -> over || wire != broken || !broken.isBroken())) {
      return;
    }
    Wire fresh;
    try {
      fresh = broken.again(parts.dialer, this);
    } catch (TopoException unusable) {
      // The client library goes on trying by itself.
      log.warn("{}", unusable.getMessage());
      return;
    }
    boolean taken =
        locked(
            () -> {
              boolean wanted = !over && wire == broken;
              if (wanted) {
                wire = fresh;
                // What it told before it was known here.
                changed.signalAll();
              }
              return wanted;
            });
    (taken ? broken : fresh).drop();
    if (taken) {
      changed(fresh);
    }
  }

  @Override
  public Wire await(Deadline deadline, String doing) {
    Wire ready = awaitNews(deadline, doing);
    if (!ready.isConnected()) {
      throw TopoException.refused(
          ready.isExpired() ? TopoException.Code.SESSION_LOST : TopoException.Code.ACCESS_DENIED,
          doing + ": the servers have ended the session, or refuse the login (T20)");
    }
    return ready;
  }

  /** The connection, once it stands or never will again. */
  private Wire awaitNews(Deadline deadline, String doing) {
    if (Thread.currentThread().isInterrupted()) {
      throw Waits.interrupted(new InterruptedException(), doing, Outcome.NOT_APPLIED);
    }
    lock.lock();
    try {
      Waits.until(
          changed,
          () ->
              over
                  || (wire != null && (wire.isConnected() || wire.isExpired() || wire.isRefused())),
          deadline,
          doing + " on " + parts.options.where(),
          Outcome.NOT_APPLIED);
      if (over) {
        throw TopoException.refused(
            parts.life.isClosed() ? TopoException.Code.CLOSED : TopoException.Code.SESSION_LOST,
            doing + ": the session is over (T20, T28)");
      }
      return Objects.requireNonNull(wire);
    } finally {
      lock.unlock();
    }
  }

  private void beat() {
    SessionLife now = life();
    if (!now.isOpen()) {
      beating.close();
      return;
    }
    if (now.overdue()) {
      lose();
      return;
    }
    Wire through = wire();
    if (through.isConnected()) {
      long sent = LeaseClock.nanos();
      var unused =
          through
              .barrier(parts.znodes.base())
              .thenAccept(
                  answered ->
                      locked(() -> renewals.answered(sent, LeaseClock.nanos()))
                          .ifPresent(now::renewed));
    }
  }

  /** Counts it as lost; what it owns goes by its time to live. */
  void lose() {
    Optional<Wire> last = stop();
    parts.sessions.remove(this);
    if (life().lose()) {
      log.info("session {} was lost", life().id());
    }
    last.ifPresent(wire -> parts.threads.execute(wire::drop));
  }

  /**
   * Ends the session at the server, unless somebody has seen to that; also for a caller that is
   * interrupted, because what it owns would stand in others' way until its time to live.
   *
   * @return false when nobody can tell whether it has ended
   */
  boolean end(Deadline deadline) {
    beating.close();
    parts.sessions.remove(this);
    AtomicBoolean ended = new AtomicBoolean();
    return parts.threads.finish(() -> ended.set(ending(deadline)), deadline) && ended.get();
  }

  private boolean ending(Deadline deadline) {
    try {
      awaitNews(deadline, "ending a session");
    } catch (TopoException unreached) {
      stop().ifPresent(Wire::drop);
      return false;
    }
    return stop().map(wire -> Endings.end(wire, parts.threads, deadline)).orElse(false);
  }

  /** Ends its connection; what it owns goes by its time to live. */
  void forget() {
    stop().ifPresent(Wire::drop);
    parts.sessions.remove(this);
  }

  /** Ends it with the store, however far it has come. */
  void abandon(Deadline deadline) {
    Optional<Wire> last = stop();
    parts.sessions.remove(this);
    Optional<SessionLife> begun = locked(() -> Optional.ofNullable(life));
    begun.ifPresent(SessionLife::close);
    last.ifPresent(
        wire -> {
          if (begun.isPresent() && wire.isConnected()) {
            Endings.end(wire, parts.threads, deadline);
          } else {
            wire.drop();
          }
        });
  }
}
