package com.multigres.meta.topo.zookeeper;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.spi.LeaseClock;
import com.multigres.meta.topo.spi.SessionLife;
import com.multigres.meta.topo.spi.Waits;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session with a connection of its own: what it owns goes with it, and so its time to live is the
 * owner's to choose. The client library's own signs of life are seen by nobody here, so the session
 * counts as renewed by writes without meaning only, which a quorum has answered (rules T18 and
 * T22). Thread-safe.
 */
final class SessionWire implements Wire.Listener, Attempt.Way {
  private static final Logger log = LoggerFactory.getLogger(SessionWire.class);
  private static final int BEATS_PER_TTL = 5;

  private final ZooKeeperParts parts;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable Wire wire;
  private @Nullable SessionLife life;
  private volatile Subscription beating = () -> {};

  SessionWire(ZooKeeperParts parts) {
    this.parts = parts;
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
    Wire opened = Wire.open(parts.options, ttl, this);
    locked(() -> wire = opened);
    try {
      Wire connected = await(deadline, doing);
      if (!connected.granted().equals(ttl)) {
        throw TopoException.badInput(
            "a time to live of %s cannot be granted: the servers grant %s (T18; minTtl, maxTtl)"
                .formatted(ttl, connected.granted()));
      }
      SessionLife begun =
          new SessionLife(View.sessionId(connected.session()), ttl, sent, parts.threads);
      locked(() -> life = begun);
      beating = parts.threads.repeat(this::beat, ttl.dividedBy(BEATS_PER_TTL));
    } catch (TopoException failure) {
      Endings.end(opened, parts.threads, Deadline.after(Duration.ofMillis(100)));
      throw failure;
    }
  }

  private void locked(Runnable work) {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }

  SessionLife life() {
    lock.lock();
    try {
      return Objects.requireNonNull(life, "not opened");
    } finally {
      lock.unlock();
    }
  }

  private Wire wire() {
    lock.lock();
    try {
      return Objects.requireNonNull(wire, "not opened");
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void changed(Wire about) {
    locked(changed::signalAll);
    if (about.isExpired()) {
      // Not here: this is the client library's thread, and the first news may come early.
      parts.threads.execute(this::expired);
    }
  }

  private void expired() {
    boolean opened;
    lock.lock();
    try {
      opened = life != null;
    } finally {
      lock.unlock();
    }
    if (opened) {
      lose();
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
          () -> wire != null && (wire.isConnected() || wire.isExpired() || wire.isRefused()),
          deadline,
          doing + " on " + parts.options.where(),
          Outcome.NOT_APPLIED);
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
      // Who took it passes it on to the leader within half a tick, and may die before.
      long counted = sent - parts.options.tick().toNanos() / 2;
      var unused =
          through.barrier(parts.znodes.base()).thenAccept(answered -> now.renewed(counted));
    }
  }

  /** Counts it as lost; what it owns goes by its time to live. */
  void lose() {
    beating.close();
    parts.sessions.remove(this);
    if (life().lose()) {
      log.info("session {} was lost", life().id());
    }
    parts.threads.execute(wire()::drop);
  }

  /**
   * Ends the session at the server, whatever its owner knows of it.
   *
   * @return false when nobody can tell whether it has ended
   */
  boolean end(Deadline deadline) {
    beating.close();
    parts.sessions.remove(this);
    Wire last = wire();
    try {
      awaitNews(deadline, "ending a session");
    } catch (TopoException unreached) {
      parts.threads.execute(last::drop);
      return false;
    }
    return Endings.end(last, parts.threads, deadline);
  }
}
