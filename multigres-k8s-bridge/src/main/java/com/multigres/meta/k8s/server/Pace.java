package com.multigres.meta.k8s.server;

import com.multigres.meta.store.Deadline;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Pauses between tries of one call, each longer than the one before. Not thread-safe. */
public final class Pace {
  private static final long FIRST_MILLIS = 10;
  private static final long LONGEST_MILLIS = 500;

  private final Deadline deadline;
  private long next = FIRST_MILLIS;

  /**
   * The pauses of a call.
   *
   * @param deadline when the call ends
   */
  public Pace(Deadline deadline) {
    this.deadline = deadline;
  }

  /** {@return when the call ends} */
  public Deadline deadline() {
    return deadline;
  }

  /**
   * Waits before another try.
   *
   * @param atLeast how long the server wants to be left alone
   * @return false, without waiting, when there is no time for that
   * @throws ApiException {@code INTERRUPTED}
   */
  public boolean pause(Duration atLeast) {
    long millis = Math.max(atLeast.toMillis(), next / 2 + random(next / 2 + 1));
    next = Math.min(2 * next, LONGEST_MILLIS);
    if (deadline.remaining().toMillis() <= millis) {
      return false;
    }
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw ApiException.unsent(
          ApiException.Kind.INTERRUPTED, "the calling thread was interrupted", interrupted);
    }
  }

  private static long random(long bound) {
    return ThreadLocalRandom.current().nextLong(bound);
  }
}
