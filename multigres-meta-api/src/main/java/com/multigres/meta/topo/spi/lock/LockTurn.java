package com.multigres.meta.topo.spi.lock;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.spi.Waits;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Where a thread waits until it is worth looking again. Thread-safe. */
final class LockTurn {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean woken;

  void wake() {
    lock.lock();
    try {
      woken = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the next call of {@link #wake}, but no longer than that. */
  void await(Duration longest, String doing) {
    Deadline until = Deadline.after(longest);
    lock.lock();
    try {
      while (!woken && !until.expired()) {
        changed.await(until.remaining().toNanos(), TimeUnit.NANOSECONDS);
      }
      woken = false;
    } catch (InterruptedException interrupt) {
      throw Waits.interrupted(interrupt, doing, Outcome.NOT_APPLIED);
    } finally {
      lock.unlock();
    }
  }
}
