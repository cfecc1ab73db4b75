package com.multigres.meta.topo.spi.lock;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.Guard;
import com.multigres.meta.topo.lock.LockInfo;
import com.multigres.meta.topo.lock.TopoLock;
import com.multigres.meta.topo.spi.BackgroundTask;
import com.multigres.meta.topo.spi.SessionLife;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A granted lock, whose lease is its life (rules T22 and T25). Thread-safe. */
public final class HeldLock implements TopoLock {
  private static final Logger log = LoggerFactory.getLogger(HeldLock.class);
  // Of the time to live: what may pass between the check and what is done upon it.
  private static final int MARGIN = 10;
  private static final Duration LARGEST_MARGIN = Duration.ofSeconds(3);

  private final LockParts parts;
  private final LockPlace place;
  private final LockGrant grant;
  private final SessionLife lease;
  private final Duration margin;
  private final BackgroundTask look;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean released;
  private Optional<Subscription> signal = Optional.empty();
  private Optional<Subscription> timer = Optional.empty();
  private boolean over;

  HeldLock(LockParts parts, LockPlace place, LockGrant grant) {
    this.parts = parts;
    this.place = place;
    this.grant = grant;
    this.lease = place.lease();
    this.margin = margin(lease.ttl());
    this.look = new BackgroundTask(parts.threads(), this::look);
  }

  /** A long lease needs no longer to be given up in time than a usual one. */
  private static Duration margin(Duration ttl) {
    Duration part = ttl.dividedBy(MARGIN);
    return part.compareTo(LARGEST_MARGIN) < 0 ? part : LARGEST_MARGIN;
  }

  /** Begins to watch over the grant; refuses one that is over already. */
  void begin() {
    if (!isHeld()) {
      throw lost();
    }
    parts.life().adopt(this);
    signal = Optional.of(parts.signals().on(path(), look::request));
    lease.onLost(this::lostByNow);
    giveUpInTime();
    // It may have been revoked since it was granted, before anybody listened.
    look.request();
  }

  @Override
  public TopoPath path() {
    return place.request().path();
  }

  @Override
  public LockInfo info() {
    return new LockInfo(
        path(),
        place.request().kind(),
        place.request().content(),
        Optional.of(grant.token()),
        grant.at());
  }

  @Override
  public FencingToken token() {
    return grant.token();
  }

  @Override
  public Guard guard() {
    return new Guard(parts.arguments().root(), path(), place.request().kind(), token());
  }

  @Override
  public Duration ttl() {
    return lease.ttl();
  }

  @Override
  public boolean isHeld() {
    return !released && lease.isOpen() && lease.isCurrent(margin);
  }

  @Override
  public void check() {
    if (released) {
      throw TopoException.refused(Code.CLOSED, path(), "the lock was released before (T25)");
    }
    if (!isHeld()) {
      lease.lose();
      throw lost();
    }
  }

  private TopoException lost() {
    return TopoException.refused(
        Code.LOCK_LOST, path(), "the lock with the token " + token() + " was lost (T25)");
  }

  @Override
  public Subscription onLost(Runnable listener) {
    return lease.onLost(listener);
  }

  /** Counts the lock as lost once the lease's time, less the margin, has passed. */
  private void giveUpInTime() {
    Duration left = lease.remaining().minus(margin);
    if (left.isNegative() || left.isZero()) {
      lease.lose();
      return;
    }
    lock.lock();
    try {
      if (!over) {
        timer = Optional.of(parts.threads().schedule(this::giveUpInTime, left.plusMillis(1)));
      }
    } finally {
      lock.unlock();
    }
  }

  private void look() {
    if (!lease.isOpen()) {
      return;
    }
    try {
      boolean ours =
          parts.backend().look(place, parts.call()).map(LockGrant::token).equals(ownToken());
      if (!ours) {
        lease.lose();
      }
    } catch (TopoException failure) {
      if (failure.code() == Code.LOCK_LOST) {
        lease.lose();
      } else {
        log.debug("{} could not be looked at: {}", this, failure.getMessage());
      }
    }
  }

  private Optional<FencingToken> ownToken() {
    return Optional.of(token());
  }

  /** Its entry may still stand at the server: the next in line need not wait for its end. */
  private void lostByNow() {
    if (end()) {
      log.info("{} was lost", this);
      parts.leave(place);
    }
  }

  private boolean end() {
    lock.lock();
    try {
      if (over) {
        return false;
      }
      over = true;
    } finally {
      lock.unlock();
    }
    timer.ifPresent(Subscription::close);
    signal.ifPresent(Subscription::close);
    look.stop();
    parts.life().release(this);
    return true;
  }

  @Override
  public void close() {
    close(parts.call());
  }

  /**
   * Releases the lock under a deadline of the closing store.
   *
   * @param deadline when to give up
   * @throws TopoException as {@link #close()}
   */
  public void close(Deadline deadline) {
    released = true;
    boolean open = lease.close();
    end();
    if (open) {
      parts.backend().leave(place, deadline);
    }
  }

  @Override
  public String toString() {
    return "lock of " + path() + " with the token " + token();
  }
}
