package com.multigres.meta.k8s.bridge;

import java.time.Duration;

/** How long to wait after a failure, longer after each further one. Used by one thread. */
final class Backoff {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private Duration pause = FIRST;

  /** After a success. */
  Duration none() {
    pause = FIRST;
    return Duration.ZERO;
  }

  /** After a failure. */
  Duration next() {
    Duration now = pause;
    Duration twice = pause.multipliedBy(2);
    pause = twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
    return now;
  }
}
