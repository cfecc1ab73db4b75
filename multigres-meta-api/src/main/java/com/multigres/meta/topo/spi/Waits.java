package com.multigres.meta.topo.spi;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.TopoException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;

/** Waiting that honours a deadline and interruption, and says which of the two ended it (T30). */
public final class Waits {
  private Waits() {}

  /**
   * Waits for a condition. The caller holds the lock that the condition belongs to.
   *
   * @param condition signalled when {@code done} may have become true
   * @param done what is waited for
   * @param deadline until when
   * @param doing what the call does, for the message: "write of cells/zone1"
   * @param outcome what is known of the call when the wait ends early
   * @throws TopoException {@code TIMEOUT} or {@code INTERRUPTED}
   */
  public static void until(
      Condition condition, BooleanSupplier done, Deadline deadline, String doing, Outcome outcome) {
    while (!done.getAsBoolean()) {
      long nanos = deadline.remaining().toNanos();
      if (nanos <= 0) {
        throw timeout(deadline, doing, outcome);
      }
      try {
        condition.awaitNanos(nanos);
      } catch (InterruptedException interrupt) {
        throw interrupted(interrupt, doing, outcome);
      }
    }
  }

  /**
   * Takes a lock.
   *
   * @param lock the lock; held when this returns
   * @param deadline until when to try
   * @param doing what the call does, for the message
   * @throws TopoException {@code TIMEOUT} or {@code INTERRUPTED}, both {@code NOT_APPLIED}
   */
  public static void lock(Lock lock, Deadline deadline, String doing) {
    try {
      if (!lock.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        throw timeout(deadline, doing, Outcome.NOT_APPLIED);
      }
    } catch (InterruptedException interrupt) {
      throw interrupted(interrupt, doing, Outcome.NOT_APPLIED);
    }
  }

  /**
   * Waits for a future.
   *
   * @param <T> what it yields
   * @param future what is waited for
   * @param deadline until when
   * @param doing what the call does, for the message
   * @param outcome what is known of the call when the wait ends early
   * @return what the future yields
   * @throws TopoException {@code TIMEOUT} or {@code INTERRUPTED}
   * @throws ExecutionException when the future failed; its cause is the backend's to translate
   */
  public static <T> T get(Future<T> future, Deadline deadline, String doing, Outcome outcome)
      throws ExecutionException {
    try {
      return future.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      throw timeout(deadline, doing, outcome);
    } catch (InterruptedException interrupt) {
      throw interrupted(interrupt, doing, outcome);
    } catch (CancellationException cancelled) {
      throw new ExecutionException(cancelled);
    }
  }

  /**
   * Waits for a thread to end, also when interrupted meanwhile; the calling thread's interrupt flag
   * is then set again. Returns at once when called by that thread.
   *
   * @param thread a thread that was told to end
   */
  public static void forEnd(Thread thread) {
    Thread current = Thread.currentThread();
    boolean interrupted = false;
    while (current != thread && thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      current.interrupt();
    }
  }

  /**
   * Waits for a latch, also when interrupted meanwhile; the calling thread's interrupt flag is then
   * set again.
   *
   * @param latch what is waited for
   * @param deadline until when
   * @return whether the latch opened in time
   */
  public static boolean forLatch(CountDownLatch latch, Deadline deadline) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return latch.await(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * The error of a call whose deadline passed.
   *
   * @param deadline the deadline
   * @param doing what the call does, for the message
   * @param outcome what is known of it
   * @return the error
   */
  public static TopoException timeout(Deadline deadline, String doing, Outcome outcome) {
    return new TopoException(
        TopoException.Code.TIMEOUT,
        null,
        outcome,
        doing + ": not done within " + deadline.granted().toMillis() + " ms (T30)",
        null);
  }

  /**
   * The error of a call whose thread was interrupted; sets the thread's interrupt flag again.
   *
   * @param interrupt what the wait threw
   * @param doing what the call does, for the message
   * @param outcome what is known of it
   * @return the error
   */
  public static TopoException interrupted(
      InterruptedException interrupt, String doing, Outcome outcome) {
    Thread.currentThread().interrupt();
    return new TopoException(
        TopoException.Code.INTERRUPTED,
        null,
        outcome,
        doing + ": the calling thread was interrupted (T30)",
        interrupt);
  }
}
