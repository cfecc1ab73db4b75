package com.multigres.meta.store;

import java.time.Duration;

/**
 * The moment by which a call has to end (rule T30), on the monotonic clock: a change of the wall
 * clock does not move it. Immutable.
 */
public final class Deadline {
  private static final long FOREVER_NANOS = Duration.ofDays(365L * 100).toNanos();

  private final long atNanos;
  private final Duration granted;

  private Deadline(long atNanos, Duration granted) {
    this.atNanos = atNanos;
    this.granted = granted;
  }

  /**
   * A deadline that starts to run now.
   *
   * @param timeout how long from now; more than a hundred years counts as a hundred years
   * @return the deadline
   */
  public static Deadline after(Duration timeout) {
    long nanos =
        timeout.compareTo(Duration.ofNanos(FOREVER_NANOS)) > 0 ? FOREVER_NANOS : timeout.toNanos();
    return new Deadline(System.nanoTime() + nanos, timeout);
  }

  /**
   * How long is left.
   *
   * @return the time left, zero once it has passed
   */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, atNanos - System.nanoTime()));
  }

  /**
   * Whether the time is up.
   *
   * @return true once the deadline has passed
   */
  public boolean expired() {
    return atNanos - System.nanoTime() <= 0;
  }

  /**
   * The time that the call was given in all, for messages.
   *
   * @return the timeout this deadline was made from
   */
  public Duration granted() {
    return granted;
  }

  @Override
  public String toString() {
    return "deadline of " + granted.toMillis() + " ms";
  }
}
