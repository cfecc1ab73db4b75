package com.multigres.meta.testkit.history.search;

import java.time.Duration;

/**
 * How long something may still be thought about. Asking is cheap: the clock is read now and then.
 */
public final class TimeLimit {
  private static final int ASKED_BETWEEN = 256;

  private final long end;
  private int asked;
  private boolean passed;

  private TimeLimit(long end) {
    this.end = end;
  }

  /** From now on. */
  public static TimeLimit in(Duration time) {
    return new TimeLimit(System.nanoTime() + time.toNanos());
  }

  /** The sooner of this one's end and a part of what is left until then. */
  public TimeLimit share(double part) {
    return new TimeLimit(System.nanoTime() + (long) (left() * part));
  }

  /** The sooner of this one's end and some time from now. */
  TimeLimit atMost(Duration time) {
    return new TimeLimit(System.nanoTime() + Math.min(left(), time.toNanos()));
  }

  private long left() {
    return Math.max(0, end - System.nanoTime());
  }

  /** Whether the time is up now. */
  boolean isUp() {
    passed = passed || left() == 0;
    return passed;
  }

  /** Whether the time was up, when the clock was last read. */
  public boolean passed() {
    if (!passed && asked++ % ASKED_BETWEEN == 0) {
      passed = left() == 0;
    }
    return passed;
  }
}
