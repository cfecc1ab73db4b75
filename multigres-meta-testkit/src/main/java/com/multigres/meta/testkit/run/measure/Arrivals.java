package com.multigres.meta.testkit.run.measure;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What arrives on some other thread, for whoever waits for it. */
final class Arrivals<T> {
  private static final long SECONDS = 10;

  private final LinkedBlockingQueue<T> arrived = new LinkedBlockingQueue<>();

  void add(T one) {
    arrived.add(one);
  }

  /** Waits for one that is meant; what comes before is forgotten. */
  void await(Predicate<T> meant) {
    try {
      T next = arrived.poll(SECONDS, TimeUnit.SECONDS);
      while (next != null && !meant.test(next)) {
        next = arrived.poll(SECONDS, TimeUnit.SECONDS);
      }
      if (next == null) {
        throw new IllegalStateException(
            "what was written was not heard of within " + SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
