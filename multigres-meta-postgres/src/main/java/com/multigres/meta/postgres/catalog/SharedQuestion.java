package com.multigres.meta.postgres.catalog;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.store.Deadline;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A question that callers who wait at the same time ask once for all of them (rule P8). Nobody is
 * given the answer to a question that was asked before he came. Thread-safe.
 *
 * @param <T> the answer
 */
final class SharedQuestion<T> {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition answered = lock.newCondition();
  private Round<T> next = new Round<>();
  private boolean asking;

  /** Callers who came while the question before theirs was on its way. */
  private static final class Round<T> {
    private boolean over;
    private @Nullable T answer;
  }

  /**
   * Asks, or waits for who asks.
   *
   * @param question asked by one of those who wait; should it fail, that is for him alone, and
   *     another asks again
   */
  T ask(Deadline deadline, Supplier<T> question) {
    while (true) {
      Round<T> mine = join(deadline);
      if (mine == null) {
        return lead(question);
      }
      T answer = mine.answer;
      if (answer != null) {
        return answer;
      }
    }
  }

  /** Waits for the answer of the next round; null for who is to ask for it himself. */
  private @Nullable Round<T> join(Deadline deadline) {
    lock.lock();
    try {
      Round<T> mine = next;
      while (!mine.over) {
        if (!asking) {
          asking = true;
          return null;
        }
        long left = deadline.remaining().toNanos();
        if (left <= 0 || !answered.await(left, TimeUnit.NANOSECONDS)) {
          throw CatalogException.refused(
              Code.TIMEOUT,
              "the " + deadline + " passed while a proof of the primary was waited for");
        }
      }
      return mine;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw CatalogException.refused(
          Code.INTERRUPTED, "interrupted while a proof of the primary was waited for");
    } finally {
      lock.unlock();
    }
  }

  private T lead(Supplier<T> question) {
    Round<T> mine = begin();
    try {
      T answer = question.get();
      mine.answer = answer;
      return answer;
    } finally {
      end(mine);
    }
  }

  private Round<T> begin() {
    lock.lock();
    try {
      Round<T> mine = next;
      next = new Round<>();
      return mine;
    } finally {
      lock.unlock();
    }
  }

  private void end(Round<T> mine) {
    lock.lock();
    try {
      mine.over = true;
      asking = false;
      answered.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
