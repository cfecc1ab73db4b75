package com.multigres.meta.postgres.topo;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that does something, waits as long as it was told or until it is woken, and does it
 * again. Thread-safe.
 */
final class Loop {
  private static final Logger log = LoggerFactory.getLogger(Loop.class);
  private static final Duration AFTER_A_FAULT = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofMillis(250);
  private static final Duration JOIN = Duration.ofSeconds(5);

  private final Supplier<Duration> turn;
  private final String name;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable Thread thread;
  private boolean woken;
  private boolean closed;

  /**
   * A loop that does not run yet.
   *
   * @param name the thread's name
   * @param turn what to do; answers how long to wait afterwards
   */
  Loop(String name, Supplier<Duration> turn) {
    this.name = name;
    this.turn = turn;
  }

  /** Starts the thread, once. */
  void start() {
    lock.lock();
    try {
      if (thread == null && !closed) {
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends the waiting, or the next one. Never blocks for long. */
  void wake() {
    lock.lock();
    try {
      woken = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (!isClosed()) {
      Duration pause = AFTER_A_FAULT;
      try {
        pause = turn.get();
      } catch (RuntimeException fault) {
        if (!isClosed()) {
          log.error("{}: a turn failed", name, fault);
        }
      }
      await(pause);
    }
  }

  private void await(Duration pause) {
    lock.lock();
    try {
      long nanos = pause.toNanos();
      while (!woken && !closed && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      woken = false;
    } catch (InterruptedException ended) {
      // Only close() interrupts.
      log.debug("{}: interrupted", name);
    } finally {
      lock.unlock();
    }
  }

  /** Ends the thread, and waits for it unless it is the caller. */
  void close() {
    Thread running;
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      running = thread;
    } finally {
      lock.unlock();
    }
    if (running == null || running == Thread.currentThread()) {
      return;
    }
    try {
      // A turn that is interrupted costs a connection of the pool; most end by themselves at once.
      running.join(PATIENCE.toMillis());
      if (running.isAlive()) {
        running.interrupt();
        running.join(JOIN.toMillis());
      }
      if (running.isAlive()) {
        log.warn("{}: did not end in time", name);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
