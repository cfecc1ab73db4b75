package com.multigres.meta.topo.spi.lock;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.lock.LockInfo;
import com.multigres.meta.topo.lock.LockKind;
import com.multigres.meta.topo.spi.Waits;
import java.time.Duration;
import java.util.Optional;

/**
 * One call that takes a lock: enters the queue, waits for its turn and leaves nothing behind when
 * it gives up (rules T22 and T24). A place that is lost while waiting is asked for anew, at the end
 * of the queue, because nothing can have been done under it.
 */
final class LockAcquisition implements AutoCloseable {
  // Signals come at once; this is for those that were lost.
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);
  private static final Duration AFTER_A_FAILURE = Duration.ofMillis(250);

  private final LockParts parts;
  private final LockRequest request;
  private final boolean wait;
  private final Optional<Duration> stealAfter;
  private final Duration patience;
  private final String doing;
  private final LockTurn turn = new LockTurn();
  private volatile Optional<LockPlace> place = Optional.empty();
  private volatile boolean closed;
  private Optional<Deadline> grace = Optional.empty();

  LockAcquisition(
      LockParts parts,
      LockRequest request,
      boolean wait,
      Optional<Duration> stealAfter,
      Duration patience) {
    this.parts = parts;
    this.request = request;
    this.wait = wait || stealAfter.isPresent();
    this.stealAfter = stealAfter;
    this.patience = patience.plus(stealAfter.orElse(Duration.ZERO));
    this.doing = "locking of " + request.path();
  }

  HeldLock run() {
    Deadline deadline = Deadline.after(patience);
    parts.life().adopt(this);
    Subscription signal = parts.signals().on(request.path(), turn::wake);
    try {
      while (true) {
        Optional<HeldLock> held = attempt(deadline);
        if (held.isPresent()) {
          return held.get();
        }
      }
    } finally {
      signal.close();
      parts.life().release(this);
    }
  }

  /** Empty when the place was lost: then it goes on from the beginning. */
  private Optional<HeldLock> attempt(Deadline deadline) {
    LockPlace entered = enter(deadline);
    place = Optional.of(entered);
    try {
      if (closed) {
        throw parts.life().closedError();
      }
      HeldLock held = new HeldLock(parts, entered, granted(entered, deadline));
      held.begin();
      return Optional.of(held);
    } catch (TopoException failure) {
      parts.abandon(entered);
      if (failure.code() != Code.LOCK_LOST || deadline.expired()) {
        throw failure;
      }
    }
    // What takes places away as soon as they are granted must not be asked without a pause.
    turn.await(shorter(AFTER_A_FAILURE, deadline.remaining()), doing);
    return Optional.empty();
  }

  private LockPlace enter(Deadline deadline) {
    boolean queue = wait && request.kind() == LockKind.QUEUE;
    try {
      return parts.backend().enter(request, queue, parts.call(deadline));
    } catch (TopoException held) {
      if (held.code() != Code.LOCK_HELD || !maySteal()) {
        throw held;
      }
    }
    holder(deadline).ifPresent(holder -> steal(holder, deadline));
    return parts.backend().enter(request, queue, parts.call(deadline));
  }

  private LockGrant granted(LockPlace entered, Deadline deadline) {
    Optional<LockGrant> grant = entered.grant();
    if (grant.isEmpty() && maySteal()) {
      Optional<LockInfo> holder = holder(deadline);
      // Looked at after the holder was read: if that was this place, it is known now.
      grant = parts.backend().look(entered, parts.call(deadline));
      if (grant.isEmpty()) {
        holder.ifPresent(present -> steal(present, deadline));
      }
    }
    LockGrant first = grant.isPresent() ? grant.get() : awaitGrant(entered, deadline);
    if (grace.isEmpty()) {
      return first;
    }
    awaitGrace(grace.get(), deadline);
    // Nobody listened meanwhile: it may have been taken from us.
    return awaitGrant(entered, deadline);
  }

  /** One call takes a lock from one holder, never from those who came after it. */
  private boolean maySteal() {
    return stealAfter.isPresent() && grace.isEmpty();
  }

  private Optional<LockInfo> holder(Deadline deadline) {
    return parts.backend().queue(request.path(), parts.call(deadline)).stream()
        .filter(info -> info.kind() == request.kind() && info.holds())
        .findFirst();
  }

  private void steal(LockInfo holder, Deadline deadline) {
    if (parts.backend().revoke(holder, parts.call(deadline))) {
      grace = stealAfter.map(Deadline::after);
    }
  }

  private LockGrant awaitGrant(LockPlace entered, Deadline deadline) {
    while (true) {
      Duration pause = LOOK_AGAIN;
      try {
        Optional<LockGrant> grant = parts.backend().look(entered, parts.call(deadline));
        if (grant.isPresent()) {
          return grant.get();
        }
      } catch (TopoException failure) {
        if (!mayPass(failure)) {
          throw failure;
        }
        pause = AFTER_A_FAILURE;
      }
      refuseLost(entered);
      refuseLate(deadline);
      turn.await(shorter(pause, deadline.remaining()), doing);
      if (closed) {
        throw parts.life().closedError();
      }
    }
  }

  private static boolean mayPass(TopoException failure) {
    return failure.code() == Code.UNAVAILABLE
        || failure.code() == Code.TIMEOUT
        || failure.code() == Code.RESOURCE_EXHAUSTED;
  }

  private void refuseLost(LockPlace entered) {
    if (!entered.lease().isOpen() || entered.lease().overdue()) {
      throw TopoException.refused(Code.LOCK_LOST, request.path(), "the place in its queue is gone");
    }
  }

  private void refuseLate(Deadline deadline) {
    if (deadline.expired()) {
      throw Waits.timeout(deadline, doing, Outcome.NOT_APPLIED);
    }
  }

  /** The former holder cleans up, while the lock is ours already and nobody else's. */
  private void awaitGrace(Deadline grace, Deadline deadline) {
    while (!grace.expired()) {
      refuseLate(deadline);
      turn.await(grace.remaining(), doing);
      if (closed) {
        throw parts.life().closedError();
      }
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** The store closes: the waiting thread is told, and its place given up. */
  @Override
  public void close() {
    closed = true;
    turn.wake();
    place.ifPresent(parts::abandon);
  }
}
