package com.multigres.meta.testkit.workload;

/** Clients of one store that do things at random and write down what they do. */
public interface Workload extends AutoCloseable {

  /** Lets all clients work at once; returns when each of them has done what was planned. */
  void work();

  /**
   * Gives everything that is followed the time to catch up, and reads once more. To be called when
   * nobody changes anything any more, and the server and the way to it are whole.
   */
  void settle();

  /** Ends what is followed. */
  @Override
  void close();
}
