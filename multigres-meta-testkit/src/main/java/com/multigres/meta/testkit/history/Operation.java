package com.multigres.meta.testkit.history;

/**
 * Something a client did, or was told. Both moments are of one monotonic clock that all clients of
 * a history share, such as {@link System#nanoTime} on one machine. Immutable.
 *
 * @param client who did it; a client does one thing at a time
 * @param call what it did
 * @param ending what became of it
 * @param invoked before it began, in nanoseconds
 * @param returned after it had ended, in nanoseconds; {@link #NEVER} where nobody saw it end
 */
public record Operation(String client, Call call, Ending ending, long invoked, long returned) {
  /** The end of what did not end. */
  public static final long NEVER = Long.MAX_VALUE;

  // Refuses an end before the beginning.
  public Operation {
    if (returned < invoked) {
      throw new IllegalArgumentException(
          "an operation of " + client + " ended at " + returned + ", before " + invoked);
    }
  }

  /**
   * Whether it was done for certain.
   *
   * @return true when its result is known
   */
  public boolean isDone() {
    return ending instanceof Ending.Done;
  }

  @Override
  public String toString() {
    String end = returned == NEVER ? "…" : String.valueOf(returned);
    return "[" + invoked + " … " + end + "] " + client + ": " + call + " → " + ending;
  }
}
