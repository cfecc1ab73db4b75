package com.multigres.meta.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.testkit.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SharedQuestionTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final SharedQuestion<Integer> shared = new SharedQuestion<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch held = new CountDownLatch(1);
  private final ExecutorService callers = Executors.newCachedThreadPool();

  @AfterEach
  void end() {
    held.countDown();
    callers.shutdownNow();
  }

  private int count() {
    return asked.incrementAndGet();
  }

  private int countOnceLetGo() {
    int number = asked.incrementAndGet();
    try {
      held.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return number;
  }

  private Future<Integer> first() {
    Future<Integer> first =
        callers.submit(() -> shared.ask(Deadline.after(LONG), this::countOnceLetGo));
    await().until(() -> asked.get() == 1);
    return first;
  }

  @Test
  @Rule("P8")
  void whoWaitsTogetherAsksOnce() throws Exception {
    Future<Integer> first = first();
    List<Thread> threads = new ArrayList<>();
    List<CompletableFuture<Integer>> answers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      CompletableFuture<Integer> answer = new CompletableFuture<>();
      Thread thread =
          new Thread(() -> answer.complete(shared.ask(Deadline.after(LONG), this::count)));
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
      answers.add(answer);
    }
    await()
        .until(
            () ->
                threads.stream()
                    .allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING));

    held.countDown();

    assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(1);
    for (CompletableFuture<Integer> answer : answers) {
      assertThat(answer.get(10, TimeUnit.SECONDS)).as("asked after it came").isEqualTo(2);
    }
    assertThat(asked).hasValue(2);
  }

  @Test
  void whoComesLaterAsksAnew() {
    assertThat(shared.ask(Deadline.after(LONG), this::count)).isEqualTo(1);
    assertThat(shared.ask(Deadline.after(LONG), this::count)).isEqualTo(2);
  }

  @Test
  void aFailureIsForWhoAskedAndAnotherAsksAgain() throws Exception {
    Future<Integer> failing =
        callers.submit(
            () ->
                shared.ask(
                    Deadline.after(LONG),
                    () -> {
                      countOnceLetGo();
                      throw new IllegalStateException("the server went away");
                    }));
    await().until(() -> asked.get() == 1);
    Future<Integer> waiting = callers.submit(() -> shared.ask(Deadline.after(LONG), this::count));

    held.countDown();

    assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(2);
    assertThatThrownBy(() -> failing.get(10, TimeUnit.SECONDS))
        .hasRootCauseMessage("the server went away");
  }

  @Test
  void whoWaitsForAnotherKeepsHisOwnDeadline() {
    Future<Integer> first = first();

    assertThatThrownBy(() -> shared.ask(Deadline.after(Duration.ofMillis(50)), this::count))
        .isInstanceOfSatisfying(
            CatalogException.class,
            error -> assertThat(error.code()).isEqualTo(CatalogException.Code.TIMEOUT));
    assertThat(first).isNotDone();
  }
}
