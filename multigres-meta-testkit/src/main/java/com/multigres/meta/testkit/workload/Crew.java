package com.multigres.meta.testkit.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Threads of which each does one thing; they begin at once and end with it. */
final class Crew {
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  // A call that is interrupted ends soon, whatever its deadline is.
  private static final long FAREWELL = TimeUnit.SECONDS.toNanos(30);

  private final List<Thread> threads = new ArrayList<>();
  private final CompletableFuture<Void> done;

  private Crew(List<Consumer<Phaser>> works) {
    Phaser meeting = new Phaser(works.size());
    List<CompletableFuture<Void>> running = new ArrayList<>();
    for (Consumer<Phaser> work : works) {
      running.add(CompletableFuture.runAsync(() -> begin(work, meeting), this::start));
    }
    this.done = CompletableFuture.allOf(running.toArray(CompletableFuture[]::new));
  }

  /**
   * Lets all work, meeting now and then, and waits for the last. What one of them throws is thrown
   * then.
   *
   * @throws Workload.Interrupted when the caller is interrupted; they are then as well
   */
  static void all(List<Consumer<Phaser>> works) {
    new Crew(works).await();
  }

  private void start(Runnable task) {
    Thread thread = new Thread(task, "workload-" + NUMBERS.incrementAndGet());
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private static void begin(Consumer<Phaser> work, Phaser meeting) {
    try {
      work.accept(meeting);
    } finally {
      meeting.arriveAndDeregister();
    }
  }

  private void await() {
    try {
      done.get();
    } catch (ExecutionException failed) {
      throw new CompletionException(failed.getCause());
    } catch (InterruptedException interrupt) {
      threads.forEach(Thread::interrupt);
      awaitEnds();
      Thread.currentThread().interrupt();
      throw new Workload.Interrupted(interrupt);
    }
  }

  private void awaitEnds() {
    long until = System.nanoTime() + FAREWELL;
    try {
      for (Thread thread : threads) {
        TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, until - System.nanoTime()));
      }
    } catch (InterruptedException impatient) {
      // The caller's interruption is told anyway.
      Thread.currentThread().interrupt();
    }
  }
}
