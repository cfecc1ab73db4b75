package com.multigres.meta.topo.zookeeper.internal;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.spi.ConnectionStates;
import com.multigres.meta.topo.spi.LeaseClock;
import com.multigres.meta.topo.spi.StoreLife;
import com.multigres.meta.topo.spi.Waits;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Which connection a store has, whether it can be used, and who waits for that. Thread-safe. */
final class Standing {
  private final ZooKeeperOptions options;
  private final ConnectionStates states;
  private final StoreLife life;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable Wire wire;
  private boolean usable;
  // The same for the many who only ask which one to use: they need no lock.
  private volatile @Nullable Wire ready;
  private boolean reached;
  private boolean closed;
  private long awaySince;
  private long connections;
  private Optional<TopoException> refusal = Optional.empty();
  private Optional<String> hint = Optional.empty();

  Standing(ZooKeeperOptions options, ConnectionStates states, StoreLife life) {
    this.options = options;
    this.states = states;
    this.life = life;
  }

  /** A connection that cannot be used yet; false when there will be none any more. */
  boolean begin(Wire fresh) {
    lock.lock();
    try {
      if (!closed) {
        wire = fresh;
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** The connection, whether it can be used or not. */
  Optional<Wire> current() {
    lock.lock();
    try {
      return closed ? Optional.empty() : Optional.ofNullable(wire);
    } finally {
      lock.unlock();
    }
  }

  boolean isUsable(Wire about) {
    return now().filter(about::equals).isPresent();
  }

  /** It is broken for now; says whether it is the store's at all. */
  boolean suspend(Wire about) {
    lock.lock();
    try {
      boolean ours = about == wire && !closed;
      if (ours && usable) {
        suspended();
      }
      return ours;
    } finally {
      lock.unlock();
    }
  }

  /** With the lock held. */
  private void suspended() {
    usable = false;
    ready = null;
    awaySince = LeaseClock.nanos();
    states.become(ConnectionState.SUSPENDED);
  }

  /** It is over with this connection; false when it was already. */
  boolean discard(Wire old) {
    lock.lock();
    try {
      boolean ours = suspend(old);
      if (ours) {
        wire = null;
      }
      return ours;
    } finally {
      lock.unlock();
    }
  }

  /** The number of the connection that is about to be used. */
  long nextConnection() {
    lock.lock();
    try {
      return ++connections;
    } finally {
      lock.unlock();
    }
  }

  /** It can be used, unless it broke meanwhile. */
  void use(Wire now) {
    lock.lock();
    try {
      if (closed || now != wire || !now.isConnected()) {
        return;
      }
      usable = true;
      ready = now;
      reached = true;
      refusal = Optional.empty();
      hint = Optional.empty();
      states.become(ConnectionState.CONNECTED);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whoever waits is told so, until a connection can be used. */
  void refused(TopoException why) {
    lock.lock();
    try {
      refusal = Optional.of(why);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Why no connection can be made, as far as anybody can tell. */
  void hint(Optional<String> why) {
    lock.lock();
    try {
      hint = why;
    } finally {
      lock.unlock();
    }
  }

  /** For how long none could be used; empty where one can, or none ever could. */
  Optional<Duration> away() {
    lock.lock();
    try {
      return usable || !reached
          ? Optional.empty()
          : Optional.of(Duration.ofNanos(LeaseClock.nanos() - awaySince));
    } finally {
      lock.unlock();
    }
  }

  /** The connection, if it can be used now. */
  Optional<Wire> now() {
    return Optional.ofNullable(ready);
  }

  /** The number of the last connection. */
  long connection() {
    lock.lock();
    try {
      return connections;
    } finally {
      lock.unlock();
    }
  }

  /** The connection, once it can be used. */
  Wire await(Deadline deadline, String doing) {
    if (Thread.currentThread().isInterrupted()) {
      throw Waits.interrupted(new InterruptedException(), doing, Outcome.NOT_APPLIED);
    }
    Wire now = ready;
    return now == null ? awaitReady(deadline, doing) : now;
  }

  private Wire awaitReady(Deadline deadline, String doing) {
    lock.lock();
    try {
      if (options.lazy() && !reached && refusal.isEmpty()) {
        throw TopoException.refused(
            TopoException.Code.UNAVAILABLE,
            doing + ": " + options.where() + " was not reached yet (T29)");
      }
      awaitNews(deadline, doing);
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

  /** With the lock held. */
  private void awaitNews(Deadline deadline, String doing) {
    try {
      Waits.until(
          changed,
          () -> usable || closed || refusal.isPresent(),
          deadline,
          doing + " on " + options.where(),
          Outcome.NOT_APPLIED);
    } catch (TopoException late) {
      if (late.code() == TopoException.Code.TIMEOUT && hint.isPresent()) {
        throw TopoException.refused(
            TopoException.Code.UNAVAILABLE, late.getMessage() + ": " + hint.get());
      }
      throw late;
    }
  }

  /** There will be none any more; returns the last. */
  Optional<Wire> close() {
    lock.lock();
    try {
      closed = true;
      usable = false;
      ready = null;
      Optional<Wire> last = Optional.ofNullable(wire);
      wire = null;
      changed.signalAll();
      return last;
    } finally {
      lock.unlock();
    }
  }
}
