package com.multigres.meta.benchmarks.topo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Many callers that ask at once, each again as soon as it was answered. */
final class Callers {
  private final int count;
  private final boolean isVirtual;

  /**
   * So many.
   *
   * @param isVirtual whether on virtual threads, which JDK 21 brought
   */
  Callers(int count, boolean isVirtual) {
    this.count = count;
    this.isVirtual = isVirtual;
  }

  /** Whether this JDK has virtual threads. */
  static boolean hasVirtual() {
    return Runtime.version().feature() >= 21;
  }

  private ExecutorService pool() {
    if (!isVirtual) {
      return Executors.newFixedThreadPool(count);
    }
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (ReflectiveOperationException older) {
      throw new IllegalStateException("virtual threads need JDK 21", older);
    }
  }

  /**
   * What they were given.
   *
   * @param perSecond calls a second, of all together
   * @param median of one call, in milliseconds
   */
  record Speed(double perSecond, double median) {}

  /** Calls for a while; work is made for each caller before the clock starts. */
  Speed forSeconds(double seconds, IntFunction<Runnable> work) {
    List<long[]> times = new ArrayList<>();
    long limit = (long) (seconds * 1e9);
    List<Future<long[]>> running = new ArrayList<>();
    CyclicBarrier begin = new CyclicBarrier(count);
    ExecutorService pool = pool();
    try {
      for (int i = 0; i < count; i++) {
        Runnable call = work.apply(i);
        running.add(pool.submit(() -> timed(begin, limit, call)));
      }
      for (Future<long[]> one : running) {
        times.add(one.get());
      }
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    } finally {
      pool.shutdownNow();
    }
    long[] all = times.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    return new Speed(all.length / seconds, all[all.length / 2] / 1e6);
  }

  private static long[] timed(CyclicBarrier begin, long limit, Runnable call) throws Exception {
    begin.await();
    long[] taken = new long[1024];
    int calls = 0;
    long started = System.nanoTime();
    for (long now = started; now - started < limit; calls++) {
      call.run();
      long after = System.nanoTime();
      if (calls == taken.length) {
        taken = Arrays.copyOf(taken, 2 * calls);
      }
      taken[calls] = after - now;
      now = after;
    }
    return Arrays.copyOf(taken, calls);
  }

  /** Does a number of things, each once; answers how long all took, in milliseconds. */
  double each(int things, java.util.function.IntConsumer work) {
    AtomicInteger next = new AtomicInteger();
    long started = System.nanoTime();
    ExecutorService pool = pool();
    for (int i = 0; i < count; i++) {
      pool.execute(
          () -> {
            for (int one = next.getAndIncrement(); one < things; one = next.getAndIncrement()) {
              work.accept(one);
            }
          });
    }
    pool.shutdown();
    try {
      if (!pool.awaitTermination(10, TimeUnit.MINUTES)) {
        throw new IllegalStateException("not done in ten minutes");
      }
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
    return (System.nanoTime() - started) / 1e6;
  }
}
