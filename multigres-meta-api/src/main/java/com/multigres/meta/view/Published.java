package com.multigres.meta.view;

import com.multigres.meta.store.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The newest snapshot: one writer at a time, readers take what stands in the field. Thread-safe.
 */
final class Published {
  private final ReentrantLock writing = new ReentrantLock();
  private final Condition changed = writing.newCondition();
  private final List<Runnable> wakened = new CopyOnWriteArrayList<>();
  private volatile ClusterSnapshot now;
  private boolean frozen;

  Published(ClusterSnapshot first) {
    now = first;
  }

  ClusterSnapshot now() {
    return now;
  }

  /**
   * Makes the next snapshot of the one that stands.
   *
   * @param change returns the same parts where there is nothing to tell; never blocks. It runs
   *     under the one writer's lock, which also guards whatever state of its own it touches
   */
  @SuppressWarnings("ReferenceEquality") // nothing is compared but whether anything was done
  void update(UnaryOperator<Parts> change) {
    writing.lock();
    try {
      Parts before = now.parts();
      Parts after = change.apply(before);
      if (frozen || after == before) {
        return;
      }
      now = new ClusterSnapshot(after);
      changed.signalAll();
    } finally {
      writing.unlock();
    }
    wakened.forEach(Runnable::run);
  }

  /** Makes the last snapshot: nothing changes any more. */
  void freeze(UnaryOperator<Parts> last) {
    writing.lock();
    try {
      update(last);
      frozen = true;
    } finally {
      writing.unlock();
    }
  }

  /** Runs something, which never blocks, after each change. */
  void wakes(Runnable wake) {
    wakened.add(wake);
  }

  void wakesNoLonger(Runnable wake) {
    wakened.remove(wake);
  }

  /** Waits for a snapshot; false when the time is up first. */
  boolean await(Predicate<ClusterSnapshot> condition, Duration timeout)
      throws InterruptedException {
    long left = Deadline.after(timeout).remaining().toNanos();
    writing.lock();
    try {
      while (!condition.test(now)) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } finally {
      writing.unlock();
    }
  }
}
