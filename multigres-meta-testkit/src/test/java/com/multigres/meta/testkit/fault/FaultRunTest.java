package com.multigres.meta.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.LibraryThreads;
import com.multigres.meta.testkit.Together;
import com.multigres.meta.testkit.fault.Injection.Ending;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultRunTest {

  private static final List<String> CLIENTS = List.of("a", "b", "c");

  private final LibraryThreads threads = LibraryThreads.remembered();
  private final NotedFaults faults = new NotedFaults(3);

  @AfterEach
  void noThreadIsLeft() {
    threads.assertNoneMore();
  }

  private FaultRun<String> begin(String incidents) {
    return begin("PT10M", incidents);
  }

  private FaultRun<String> begin(String longest, String incidents) {
    FaultSchedule schedule =
        FaultSchedule.parse("seed 1, at most " + longest + " each: " + incidents);
    return FaultRun.begin(schedule, faults, CLIENTS);
  }

  private static void operations(FaultRun<?> run, int count) {
    for (int i = 0; i < count; i++) {
      run.operationBegins();
    }
  }

  @Test
  void anAccidentHappensBeforeTheOperationOfItsMomentAndEndsAsManyLater() {
    try (FaultRun<String> run = begin("3 CUT client-1 2")) {
      operations(run, 2);
      assertThat(faults.noted).isEmpty();
      run.operationBegins();
      assertThat(faults.noted).containsExactly("cut b");
      run.operationBegins();
      assertThat(faults.noted).hasSize(1);
      run.operationBegins();
      assertThat(faults.noted).containsExactly("cut b", "reconnect b");
      assertThat(run.injections()).extracting(Injection::ending).containsExactly(Ending.IN_TIME);
    }
    assertThat(faults.noted).hasSize(2);
  }

  @Test
  void eachFaultIsArrangedAndEndedInItsOwnWay() {
    try (FaultRun<String> run =
        begin(
            "1 CUT client-0 1; 2 DELAY client-0 1 PT0.05S; 3 DROP_REQUESTS client-0 1;"
                + " 4 DROP_REPLIES client-0 1; 5 HALF_OPEN client-0 1; 6 SKEW_CLOCK client-0 1 PT-9S;"
                + " 7 EXPIRE_SESSION client-0 0; 8 RESTART server 1; 9 KILL server 1;"
                + " 10 PAUSE member-2 1; 11 FILL_QUOTA server 1; 12 COMPACT server 0")) {
      operations(run, 13);
      assertThat(run.injections()).hasSize(12);
    }
    assertThat(faults.noted)
        .containsExactly(
            "cut a",
            "reconnect a",
            "delay a 50",
            "reconnect a",
            "dropRequests a",
            "reconnect a",
            "dropReplies a",
            "reconnect a",
            "halfOpen a",
            "reconnect a",
            "skewClock a -9",
            "skewClock a 0",
            "expireSession a",
            "stop",
            "restart",
            "kill",
            "restart",
            "pause member 2",
            "resume member 2",
            "fillQuota",
            "freeQuota",
            "compact");
  }

  @Test
  void whoeverLeadsAtThatMomentIsBefallenAndBroughtBackAlsoWhenAnotherLeads() {
    faults.leader = 1;
    try (FaultRun<String> run = begin("1 KILL leader 2")) {
      run.operationBegins();
      faults.leader = 2;
      operations(run, 2);
    }
    assertThat(faults.noted).containsExactly("kill member 1", "restart member 1");
  }

  @Test
  void whatStillLastsEndsWhenTheWorkloadFails() {
    assertThatThrownBy(
            () -> {
              try (FaultRun<String> run = begin("1 CUT client-0 100; 2 PAUSE server 100")) {
                operations(run, 2);
                throw new AssertionError("the workload");
              }
            })
        .hasMessage("the workload");

    assertThat(faults.noted).containsExactly("cut a", "pause", "reconnect a", "resume");
  }

  @Test
  void whatWasStillToComeDoesNotHappenAfterTheEnd() {
    FaultRun<String> run = begin("1 CUT client-0 9; 5 KILL server 9");
    run.operationBegins();
    run.close();
    run.close();
    operations(run, 10);

    assertThat(faults.noted).containsExactly("cut a", "reconnect a");
    assertThat(run.injections()).extracting(Injection::ending).containsExactly(Ending.WITH_THE_RUN);
  }

  @Test
  void anAccidentThatNobodyGetsPastEndsAfterAWhile() {
    try (FaultRun<String> run = begin("PT0.05S", "1 PAUSE server 100")) {
      run.operationBegins();

      await().untilAsserted(() -> assertThat(faults.noted).containsExactly("pause", "resume"));
      await().until(() -> run.injections().size() == 1);
      assertThat(run.injections().get(0).ending()).isEqualTo(Ending.TOO_LONG);
      assertThat(run.injections().get(0).lasted()).isGreaterThanOrEqualTo(Duration.ofMillis(50));
    }
  }

  @Test
  void oneThatIsToEndureOutlastsTheOthers() {
    try (FaultRun<String> run = begin("PT0.05S", "1 PAUSE server 100 PT0.4S; 1 CUT client-0 100")) {
      run.operationBegins();

      await().until(() -> run.injections().size() == 2);
      assertThat(run.injections())
          .extracting(injection -> injection.incident().fault())
          .containsExactly(Fault.CUT, Fault.PAUSE);
      assertThat(run.injections().get(1).lasted()).isGreaterThanOrEqualTo(Duration.ofMillis(400));
    }
  }

  @Test
  void whileOneClientLetsTheServerDieTheOthersGoOn() throws Exception {
    CountDownLatch dying = new CountDownLatch(1);
    CountDownLatch dead = new CountDownLatch(1);
    faults.meanwhile = () -> hold(dying, dead);
    try (FaultRun<String> run = begin("1 KILL server 100; 50 CUT client-0 10")) {
      CompletableFuture<Void> killer = CompletableFuture.runAsync(run::operationBegins);
      assertThat(dying.await(20, TimeUnit.SECONDS)).isTrue();

      operations(run, 40);

      assertThat(killer).isNotDone();
      dead.countDown();
      killer.get(20, TimeUnit.SECONDS);
    }
  }

  private static void hold(CountDownLatch dying, CountDownLatch dead) {
    dying.countDown();
    try {
      assertThat(dead.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anAccidentThatCannotBeArrangedIsUndoneAndToldInTheEnd() {
    faults.forbidden = "kill";
    FaultRun<String> run = begin("1 KILL server 5; 2 CUT client-0 1");
    operations(run, 3);

    assertThatThrownBy(run::close)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("1 KILL server 5")
        .hasMessageContaining("FAILED: java.lang.IllegalStateException: no kill");
    assertThat(faults.noted).containsExactly("kill", "restart", "cut a", "reconnect a");
  }

  @Test
  void anEndThatFailsKeepsNoOtherFromComing() {
    faults.forbidden = "reconnect a";
    FaultRun<String> run = begin("1 CUT client-0 100; 1 CUT client-1 100; 1 PAUSE server 100");
    run.operationBegins();

    assertThatThrownBy(run::close).hasMessageContaining("no reconnect a");
    assertThat(faults.noted).endsWith("reconnect a", "reconnect b", "resume");
  }

  @Test
  void aScheduleThatBefallsSomebodyWhoIsNotThereIsRefusedAtOnce() {
    assertThatThrownBy(() -> begin("1 CUT client-3 1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'1 CUT client-3 1' cannot be arranged with 3 clients, 3 members");
    assertThatThrownBy(() -> begin("1 KILL member-3 1"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                FaultRun.begin(
                    FaultSchedule.parse("seed 1, at most PT1S each: 1 KILL leader 1"),
                    new NotedFaults(0),
                    CLIENTS))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void oneScheduleHappensAgainInTheSameOrder() {
    FaultSchedule schedule = FaultSchedule.of(99, FaultPlan.of(faults, CLIENTS.size(), 2_000));
    List<String> first = played(schedule);

    assertThat(first).isNotEmpty();
    assertThat(played(FaultSchedule.parse(schedule.toString()))).isEqualTo(first);
  }

  private List<String> played(FaultSchedule schedule) {
    faults.noted.clear();
    try (FaultRun<String> run = FaultRun.begin(schedule, faults, CLIENTS)) {
      operations(run, 2_000);
    }
    return List.copyOf(faults.noted);
  }

  @Test
  void ofManyClientsThatBeginAtOnceEachAccidentHappensOnceAndEnds() {
    FaultPlan plan = FaultPlan.of(faults, CLIENTS.size(), 16_000);
    FaultSchedule schedule = FaultSchedule.of(7, plan.paced(new Span(1, 50), new Span(1, 200)));
    FaultRun<String> run = FaultRun.begin(schedule, faults, CLIENTS);

    try (run) {
      Together.all(
          16,
          number -> {
            operations(run, 1_000);
            return number;
          });
    }

    assertThat(run.operations()).isEqualTo(16_000);
    assertThat(run.injections())
        .extracting(Injection::incident)
        .containsExactlyInAnyOrderElementsOf(schedule.incidents());
    assertThat(run.injections()).noneMatch(injection -> !injection.failure().isEmpty());
  }
}
