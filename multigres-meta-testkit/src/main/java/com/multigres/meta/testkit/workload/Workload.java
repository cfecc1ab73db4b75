package com.multigres.meta.testkit.workload;

import java.util.List;

/** Clients of one store that do things at random and write down what they do. */
public interface Workload extends AutoCloseable {

  /**
   * Lets all clients work at once; returns when each of them has done what was planned.
   *
   * @throws Interrupted when this thread is interrupted; no client works any more then
   */
  void work();

  /**
   * Gives everything that is followed the time to catch up, and reads once more. To be called when
   * nobody changes anything any more, and the server and the way to it are whole.
   *
   * @return what did not come about in that time, in words: each is a failure of the store
   */
  List<String> settle();

  /** Ends what is followed. */
  @Override
  void close();

  /** The work was ended before it was done. */
  final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1;

    Interrupted(InterruptedException interrupt) {
      super("the workload was interrupted before it was done", interrupt);
    }
  }
}
