package com.multigres.meta.k8s.lease;

import java.time.Duration;

/**
 * How long a leader leads without a renewal, and how often everybody looks.
 *
 * @param duration after what time without a renewal others may take over; whole seconds
 * @param pause between two looks or renewals; the duration holds three at least
 */
public record LeaseTimes(Duration duration, Duration pause) {
  /** What is usual among controllers. */
  public static final LeaseTimes STANDARD =
      new LeaseTimes(Duration.ofSeconds(15), Duration.ofSeconds(2));

  /** Refuses times that leave no room for a renewal that fails. */
  public LeaseTimes {
    if (duration.toSeconds() < 1 || !Duration.ofSeconds(duration.toSeconds()).equals(duration)) {
      throw new IllegalArgumentException(
          "a lease's duration is a number of seconds, not " + duration);
    }
    if (pause.isZero() || pause.isNegative() || pause.multipliedBy(3).compareTo(duration) > 0) {
      throw new IllegalArgumentException(
          "a lease of " + duration + " is renewed three times, and so not every " + pause);
    }
  }

  /** For how long after a renewal was sent its sender leads: ends before others may begin. */
  Duration leading() {
    return duration.minus(duration.dividedBy(10));
  }
}
