package com.multigres.meta.testkit;

/** One of several servers that are one together. */
public interface Member {

  /**
   * Whether the others follow it now.
   *
   * @return false also where nobody knows
   */
  boolean leads();

  /** Stops it in good order; what is stored stays. */
  void stop();

  /** Ends it at once, as a loss of power to its process would. */
  void kill();

  /** Brings it back after {@link #stop} or {@link #kill}. */
  void restart();

  /** Lets it hang. */
  void pause();

  /** Ends the hanging. */
  void resume();
}
