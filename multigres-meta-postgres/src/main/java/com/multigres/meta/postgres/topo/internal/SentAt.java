package com.multigres.meta.postgres.topo.internal;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * When something was sent, by two clocks: one stands still while the machine is suspended, the
 * other can be set. What is old by either is old.
 */
record SentAt(long nanos, long epochMillis) {

  static SentAt now() {
    return new SentAt(System.nanoTime(), System.currentTimeMillis());
  }

  boolean isOlderThan(Duration age) {
    return System.nanoTime() - nanos >= age.toNanos()
        || System.currentTimeMillis() - epochMillis >= TimeUnit.NANOSECONDS.toMillis(age.toNanos());
  }
}
