package com.multigres.meta.topo.etcd.internal;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.spi.Waits;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One request and the caller who waits for its answer. Whoever brings the answer only wakes the
 * caller, who does the rest. Thread-safe.
 *
 * @param <Q> what is asked
 * @param <A> what is answered
 */
public final class Asked<Q, A> {
  private enum Phase {
    WAITING,
    SENT,
    GIVEN_UP
  }

  private final Q request;
  private final Deadline deadline;
  private final Thread caller = Thread.currentThread();
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WAITING);
  private volatile @Nullable A answer;
  private volatile @Nullable CallFailed failure;

  public Asked(Q request, Deadline deadline) {
    this.request = request;
    this.deadline = deadline;
  }

  public Q request() {
    return request;
  }

  public Deadline deadline() {
    return deadline;
  }

  /** Marks it as under way; false when its caller has given up (then it must not be sent). */
  public boolean send() {
    return phase.compareAndSet(Phase.WAITING, Phase.SENT);
  }

  public void answered(A given) {
    answer = given;
    LockSupport.unpark(caller);
  }

  public void failed(CallFailed how) {
    failure = how;
    LockSupport.unpark(caller);
  }

  /**
   * Waits for the answer, on the caller's thread.
   *
   * @param doing what the call does, for the message
   * @param writes whether it may have had an effect when the wait ends early
   * @throws CallFailed when it failed
   * @throws com.multigres.meta.topo.TopoException {@code TIMEOUT} or {@code INTERRUPTED}
   */
  public A await(String doing, boolean writes) {
    while (true) {
      A given = answer;
      if (given != null) {
        return given;
      }
      CallFailed failed = failure;
      if (failed != null) {
        throw failed;
      }
      if (Thread.interrupted()) {
        throw Waits.interrupted(new InterruptedException(), doing, giveUp(writes));
      }
      long left = deadline.remaining().toNanos();
      if (left <= 0) {
        throw Waits.timeout(deadline, doing, giveUp(writes));
      }
      LockSupport.parkNanos(this, left);
    }
  }

  private Outcome giveUp(boolean writes) {
    boolean unsent = phase.compareAndSet(Phase.WAITING, Phase.GIVEN_UP);
    return unsent || !writes ? Outcome.NOT_APPLIED : Outcome.UNKNOWN;
  }
}
