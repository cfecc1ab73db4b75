package com.multigres.meta.topo.spi;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the calls of one listener one after another (rule T16). Whoever has something to say puts it
 * where the lane's supplier finds it, then calls {@link #wake}. Thread-safe.
 */
public final class CallbackLane {
  private static final Logger log = LoggerFactory.getLogger(CallbackLane.class);
  private static final ThreadLocal<@Nullable CallbackLane> RUNNING = new ThreadLocal<>();
  private static final ReentrantLock WAITING = new ReentrantLock();
  private static final int CALLS_IN_A_ROW = 256;

  private final CallbackThreads threads;
  private final Supplier<Optional<Runnable>> next;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private boolean scheduled;
  private boolean stopped;
  private @Nullable Thread running;
  // Whose end the call under way here waits for; guarded by WAITING.
  private @Nullable CallbackLane waitsFor;

  /**
   * A lane that runs on a store's threads.
   *
   * @param threads where to run
   * @param next hands out the next call, empty when there is none for now; called by one thread at
   *     a time
   */
  public CallbackLane(CallbackThreads threads, Supplier<Optional<Runnable>> next) {
    this.threads = threads;
    this.next = next;
  }

  /** Says that the supplier has something. Never blocks. */
  public void wake() {
    lock.lock();
    try {
      if (scheduled || stopped) {
        return;
      }
      scheduled = true;
    } finally {
      lock.unlock();
    }
    threads.execute(this::run);
  }

  /** Starts no further call. A call under way goes on. Never blocks. */
  public void stop() {
    lock.lock();
    try {
      stopped = true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Starts no further call and waits for the one under way, except when called from it, or from a
   * listener which that one is waiting for (rules T16 and T32).
   *
   * @param deadline until when to wait
   * @throws com.multigres.meta.topo.TopoException {@code TIMEOUT} or {@code INTERRUPTED} when the
   *     call under way did not end in time; no further one starts all the same
   */
  public void close(Deadline deadline) {
    stop();
    CallbackLane caller = RUNNING.get();
    if (caller == this || (caller != null && !caller.startWaitingFor(this))) {
      return;
    }
    lock.lock();
    try {
      Waits.until(
          idle,
          () -> running == null,
          deadline,
          "closing: a call of the listener is under way",
          Outcome.UNKNOWN);
    } finally {
      lock.unlock();
      if (caller != null) {
        caller.stopWaiting();
      }
    }
  }

  private boolean startWaitingFor(CallbackLane target) {
    WAITING.lock();
    try {
      for (CallbackLane lane = target; lane != null; lane = lane.waitsFor) {
        if (lane == this) {
          return false;
        }
      }
      waitsFor = target;
      return true;
    } finally {
      WAITING.unlock();
    }
  }

  private void stopWaiting() {
    WAITING.lock();
    try {
      waitsFor = null;
    } finally {
      WAITING.unlock();
    }
  }

  private void run() {
    RUNNING.set(this);
    try {
      for (int calls = 0; calls < CALLS_IN_A_ROW; calls++) {
        Runnable call = begin();
        if (call == null) {
          return;
        }
        try {
          call.run();
        } catch (RuntimeException | Error thrown) {
          log.warn("a listener threw; it will be called again", thrown);
        } finally {
          end();
        }
      }
    } finally {
      RUNNING.remove();
    }
    threads.execute(this::run);
  }

  private @Nullable Runnable begin() {
    lock.lock();
    try {
      Optional<Runnable> call = stopped ? Optional.empty() : next.get();
      scheduled = call.isPresent();
      running = scheduled ? Thread.currentThread() : null;
      return call.orElse(null);
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lock.lock();
    try {
      running = null;
      idle.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
