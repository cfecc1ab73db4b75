package com.multigres.meta.testkit.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Threads of which each does one thing; they begin at once and end with it. */
final class Crew {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private Crew() {}

  /**
   * Lets all work, meeting now and then, and waits for the last. What one of them throws is thrown
   * then.
   */
  static void all(List<Consumer<Phaser>> works) {
    Phaser meeting = new Phaser(works.size());
    List<CompletableFuture<Void>> running = new ArrayList<>();
    for (Consumer<Phaser> work : works) {
      running.add(
          CompletableFuture.runAsync(
              () -> begin(work, meeting),
              task -> {
                Thread thread = new Thread(task, "workload-" + NUMBERS.incrementAndGet());
                thread.setDaemon(true);
                thread.start();
              }));
    }
    CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
  }

  private static void begin(Consumer<Phaser> work, Phaser meeting) {
    try {
      work.accept(meeting);
    } finally {
      meeting.arriveAndDeregister();
    }
  }
}
