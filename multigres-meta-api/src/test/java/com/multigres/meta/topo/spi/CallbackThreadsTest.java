package com.multigres.meta.topo.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Subscription;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallbackThreadsTest {
  private final CallbackThreads threads = new CallbackThreads("threads-test");

  @AfterEach
  void end() {
    threads.close(Deadline.after(Duration.ofSeconds(10)));
  }

  private static long running() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("multigres-threads-test"))
        .count();
  }

  @Test
  void aBurstOfShortTasksNeedsFewThreads() {
    AtomicInteger done = new AtomicInteger();
    for (int i = 0; i < 5_000; i++) {
      threads.execute(done::incrementAndGet);
    }
    await().until(() -> done.get() == 5_000);
    assertThat(running()).isLessThan(500);
  }

  @Test
  void whateverIsBusyATaskFindsAThread() throws InterruptedException {
    CountDownLatch stuck = new CountDownLatch(1);
    for (int i = 0; i < 40; i++) {
      threads.execute(
          () -> {
            try {
              stuck.await();
            } catch (InterruptedException interrupt) {
              throw new IllegalStateException(interrupt);
            }
          });
    }
    CountDownLatch done = new CountDownLatch(1);
    threads.execute(done::countDown);
    done.await();
    stuck.countDown();
  }

  @Test
  void whatMustBeDoneIsWaitedForAlsoByAnInterruptedThread() {
    AtomicInteger done = new AtomicInteger();
    Thread.currentThread().interrupt();

    boolean ended = threads.finish(done::incrementAndGet, Deadline.after(Duration.ofSeconds(30)));

    assertThat(Thread.interrupted()).as("interrupted before and after").isTrue();
    assertThat(ended).isTrue();
    assertThat(done).hasValue(1);
  }

  @Test
  void whatMustBeDoneIsNotWaitedForWithoutEnd() {
    CountDownLatch stuck = new CountDownLatch(1);

    boolean ended =
        threads.finish(
            () -> Waits.forLatch(stuck, Deadline.after(Duration.ofSeconds(30))),
            Deadline.after(Duration.ofMillis(20)));

    stuck.countDown();
    assertThat(ended).isFalse();
  }

  @Test
  void afterTheEndNobodyWaitsForWhatIsDropped() {
    threads.close(Deadline.after(Duration.ofSeconds(10)));

    boolean ended = threads.finish(() -> {}, Deadline.after(Duration.ofDays(1)));

    assertThat(ended).isFalse();
  }

  @Test
  void closingDoesWhatWasHandedOverAndEndsEveryThread() {
    AtomicInteger done = new AtomicInteger();
    threads.schedule(done::incrementAndGet, Duration.ofHours(1));
    for (int i = 0; i < 100; i++) {
      threads.execute(done::incrementAndGet);
    }
    threads.close(Deadline.after(Duration.ofSeconds(10)));
    assertThat(done).hasValue(100);
    await().untilAsserted(() -> assertThat(running()).isZero());
    threads.execute(done::incrementAndGet);
    threads.close(Deadline.after(Duration.ofSeconds(10)));
    assertThat(done).hasValue(100);
    await().untilAsserted(() -> assertThat(running()).isZero());
  }

  @Test
  void whatATaskThrowsOrLeavesInterruptedHarmsNoOther() {
    AtomicInteger done = new AtomicInteger();
    for (int i = 0; i < 20; i++) {
      threads.execute(
          () -> {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("thrown on purpose");
          });
      threads.execute(done::incrementAndGet);
    }
    await().until(() -> done.get() == 20);
  }

  @Test
  void aRepeatedTaskRunsUntilItIsEnded() {
    AtomicInteger done = new AtomicInteger();
    Subscription repeating = threads.repeat(done::incrementAndGet, Duration.ofMillis(5));
    await().until(() -> done.get() >= 3);
    repeating.close();
    AtomicInteger later = new AtomicInteger();
    int atMost = done.get() + 1;
    threads.schedule(later::incrementAndGet, Duration.ofMillis(50));
    await().until(() -> later.get() == 1);
    assertThat(done.get()).isLessThanOrEqualTo(atMost);
  }

  @Test
  void aRequestDuringARunIsAnsweredByOneMoreRun() throws InterruptedException {
    AtomicInteger runs = new AtomicInteger();
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    BackgroundTask task =
        new BackgroundTask(
            threads,
            () -> {
              runs.incrementAndGet();
              inside.countDown();
              try {
                go.await();
              } catch (InterruptedException interrupt) {
                throw new IllegalStateException(interrupt);
              }
            });
    task.request();
    inside.await();
    for (int i = 0; i < 10; i++) {
      task.request();
    }
    go.countDown();
    await().until(() -> runs.get() == 2);
    threads.close(Deadline.after(Duration.ofSeconds(10)));
    assertThat(runs).hasValue(2);
  }
}
