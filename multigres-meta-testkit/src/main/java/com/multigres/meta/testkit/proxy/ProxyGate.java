package com.multigres.meta.testkit.proxy;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** One way through a proxy: open, slow, shut or leading nowhere. */
final class ProxyGate {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean shut;
  private volatile boolean drops;
  private Duration delay = Duration.ZERO;

  void shut(boolean shutNow) {
    change(() -> shut = shutNow);
  }

  void drop(boolean dropNow) {
    change(() -> drops = dropNow);
  }

  boolean drops() {
    return drops;
  }

  void delay(Duration each) {
    change(() -> delay = each);
  }

  /** Lets those who wait look again, as when their connection has been cut. */
  void wake() {
    change(() -> {});
  }

  private void change(Runnable what) {
    lock.lock();
    try {
      what.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits as long as the gate says; false if the connection is no more. */
  boolean pass(BooleanSupplier cut) throws InterruptedException {
    lock.lock();
    try {
      long left = delay.toNanos();
      while (left > 0 && !cut.getAsBoolean()) {
        left = changed.awaitNanos(left);
      }
      while (shut && !cut.getAsBoolean()) {
        changed.await();
      }
      return !cut.getAsBoolean();
    } finally {
      lock.unlock();
    }
  }
}
