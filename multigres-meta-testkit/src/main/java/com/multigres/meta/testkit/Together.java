package com.multigres.meta.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;

/** Runs the same thing in many threads that begin at once. */
public final class Together {
  private Together() {}

  /**
   * Runs work in threads of its own and waits for all of them.
   *
   * @param <T> what the work yields
   * @param threads how many
   * @param work gets the thread's number, from 0
   * @return what each thread yielded, by number
   */
  public static <T> List<T> all(int threads, IntFunction<T> work) {
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<CompletableFuture<T>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int number = i;
        running.add(CompletableFuture.supplyAsync(() -> begin(start, work, number), pool));
      }
      return running.stream().map(CompletableFuture::join).toList();
    } finally {
      pool.shutdownNow();
    }
  }

  private static <T> T begin(CyclicBarrier start, IntFunction<T> work, int number) {
    try {
      start.await();
    } catch (Exception broken) {
      throw new IllegalStateException("the threads did not begin together", broken);
    }
    return work.apply(number);
  }
}
