package com.multigres.meta.topo.etcd.internal;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Pauses that double up to a limit, each somewhere between its half and its whole, so that many who
 * failed together do not come back together. Not thread-safe.
 */
public final class Backoff {
  private static final int MOST_DOUBLINGS = 16;

  private final Duration first;
  private final Duration longest;
  private int failures;

  public Backoff(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
  }

  /** How long to wait after one more failure. */
  public Duration next() {
    long doubled = first.toNanos() << Math.min(failures, MOST_DOUBLINGS);
    failures++;
    long whole = Math.min(longest.toNanos(), doubled);
    return Duration.ofNanos(ThreadLocalRandom.current().nextLong(whole / 2, whole + 1));
  }

  /** How many failed since the last success. */
  public int failures() {
    return failures;
  }

  /** It went well: the next pause is a short one again. */
  public void reset() {
    failures = 0;
  }
}
