package com.multigres.meta.topo.spi;

import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the owner of a session knows of it: open, lost or closed, since when the last acknowledged
 * renewal was sent, and who wants to be told of its loss (rules T18 and T20). Thread-safe.
 */
public final class SessionLife {
  private enum Phase {
    OPEN,
    LOST,
    CLOSED
  }

  private final SessionId id;
  private final Duration ttl;
  private final Broadcast<SessionId> losses;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Phase phase = Phase.OPEN;
  private volatile long renewalSentNanos;

  /**
   * An open session.
   *
   * @param id its name
   * @param ttl the granted time to live
   * @param openedNanos when the request to open it was sent, by {@link LeaseClock}
   * @param threads where listeners run
   */
  public SessionLife(SessionId id, Duration ttl, long openedNanos, CallbackThreads threads) {
    this.id = id;
    this.ttl = ttl;
    this.renewalSentNanos = openedNanos;
    this.losses = new Broadcast<>(threads);
  }

  /**
   * The session's name.
   *
   * @return the id
   */
  public SessionId id() {
    return id;
  }

  /**
   * The granted time to live.
   *
   * @return the time to live
   */
  public Duration ttl() {
    return ttl;
  }

  /**
   * Notes that the server acknowledged a renewal.
   *
   * @param sentNanos when that renewal was sent, by {@link LeaseClock}
   */
  public void renewed(long sentNanos) {
    if (sentNanos - renewalSentNanos > 0) {
      renewalSentNanos = sentNanos;
    }
  }

  /**
   * Whether the time to live has passed since the last acknowledged renewal was sent: the server
   * may have ended the session, so its owner must count it as lost.
   *
   * @return true when it is overdue
   */
  public boolean overdue() {
    return !isCurrent(Duration.ZERO);
  }

  /**
   * Whether more than a margin is left of the time to live that began when the last acknowledged
   * renewal was sent (rule T22).
   *
   * @param margin how much must be left
   * @return true while it is
   */
  public boolean isCurrent(Duration margin) {
    return remaining().compareTo(margin) > 0;
  }

  /**
   * What is left of the time to live that began when the last acknowledged renewal was sent.
   *
   * @return the time left, negative once it has passed
   */
  public Duration remaining() {
    return ttl.minusNanos(LeaseClock.nanos() - renewalSentNanos);
  }

  /**
   * Whether the session is neither lost nor closed.
   *
   * @return true while it is open
   */
  public boolean isOpen() {
    return phase == Phase.OPEN;
  }

  /**
   * Whether the session was lost, rather than closed by its owner.
   *
   * @return true from the loss on
   */
  public boolean isLost() {
    return phase == Phase.LOST;
  }

  /**
   * Refuses work for a session that is over.
   *
   * @param path what the work is about
   * @throws TopoException {@code CLOSED} after {@link #close}, {@code SESSION_LOST} after {@link
   *     #lose}
   */
  public void ensureOpen(TopoPath path) {
    switch (phase) {
      case OPEN -> {}
      case LOST -> throw lost(path);
      case CLOSED ->
          throw TopoException.refused(
              TopoException.Code.CLOSED, path, "session " + id + " was closed before");
    }
  }

  /**
   * The error of work for a lost session.
   *
   * @param path what the work is about
   * @return the error
   */
  public TopoException lost(TopoPath path) {
    return TopoException.refused(
        TopoException.Code.SESSION_LOST, path, "session " + id + " was lost (T20)");
  }

  /**
   * Counts the session as lost and tells it.
   *
   * @return false when it was over before
   */
  public boolean lose() {
    lock.lock();
    try {
      if (phase != Phase.OPEN) {
        return false;
      }
      phase = Phase.LOST;
      losses.tell(id);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Counts the session as closed by its owner, which tells nobody.
   *
   * @return true when it was open until now; false when it was lost or closed before
   */
  public boolean close() {
    lock.lock();
    try {
      boolean wasOpen = phase == Phase.OPEN;
      if (wasOpen) {
        phase = Phase.CLOSED;
      }
      return wasOpen;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds a listener for the loss; one that comes after the loss is told at once.
   *
   * @param listener called at most once
   * @return takes the listener out
   */
  public Subscription onLost(Runnable listener) {
    AtomicBoolean told = new AtomicBoolean();
    lock.lock();
    try {
      Subscription subscription =
          losses.subscribe(
              lost -> {
                if (told.compareAndSet(false, true)) {
                  listener.run();
                }
              });
      if (phase == Phase.LOST) {
        losses.tell(id);
      }
      return subscription;
    } finally {
      lock.unlock();
    }
  }
}
