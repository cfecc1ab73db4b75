package com.multigres.meta.testkit.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.multigres.meta.testkit.Patience;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CrewTest {
  private final AtomicInteger atWork = new AtomicInteger();

  private void untilInterrupted(Phaser meeting) {
    meeting.arriveAndAwaitAdvance();
    atWork.incrementAndGet();
    while (!Thread.currentThread().isInterrupted()) {
      LockSupport.park(this);
    }
    atWork.decrementAndGet();
  }

  @Test
  void whoWaitsForThemIsInterruptedWithAllOfThemAndSaysSo() {
    List<Consumer<Phaser>> works = List.of(this::untilInterrupted, this::untilInterrupted);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                Crew.all(works);
              } catch (Workload.Interrupted interrupted) {
                thrown.set(interrupted);
              }
            },
            "caller");
    caller.start();
    Patience.eventually().until(() -> atWork.get() == 2);

    caller.interrupt();

    Patience.eventually().until(() -> !caller.isAlive());
    assertThat(thrown.get()).hasMessage("the workload was interrupted before it was done");
    assertThat(atWork).hasValue(0);
  }

  @Test
  void whatOneOfThemThrowsIsThrownOnceTheOthersAreDone() {
    AtomicInteger done = new AtomicInteger();
    Consumer<Phaser> failing =
        meeting -> {
          throw new IllegalStateException("no luck");
        };
    Consumer<Phaser> meets =
        meeting -> {
          meeting.arriveAndAwaitAdvance();
          meeting.arriveAndAwaitAdvance();
          done.incrementAndGet();
        };

    assertThatThrownBy(() -> Crew.all(List.of(failing, meets, meets)))
        .isInstanceOf(CompletionException.class)
        .hasRootCauseMessage("no luck");
    assertThat(done).hasValue(2);
  }
}
