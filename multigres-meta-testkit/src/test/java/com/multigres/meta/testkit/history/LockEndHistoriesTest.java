package com.multigres.meta.testkit.history;

import static com.multigres.meta.testkit.history.Script.LOCK;
import static com.multigres.meta.testkit.history.Script.bytes;
import static com.multigres.meta.testkit.history.Script.guard;
import static com.multigres.meta.testkit.history.Script.path;
import static com.multigres.meta.testkit.history.Script.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.lock.LockKind;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How holdings end by themselves or by force, and what may follow then. */
class LockEndHistoriesTest {
  private static final Ending DONE = new Ending.Done(new Result.Nothing());
  private static final Ending LOST = Ending.failed("LOCK_LOST");
  private static final Duration GRACE = Duration.ofNanos(10);
  private static final Duration BELIEVED = Duration.ofNanos(50);

  private final Script script = new Script();

  @BeforeEach
  void somebodyIsGrantedTheLock() {
    script.when("c1", 0, 5).wasGranted(1);
  }

  private void releases(String client, long from, long to, long token, Ending ending) {
    script
        .when(client, from, to)
        .did(new TopoCall.Release(LOCK, LockKind.QUEUE, token(token)), ending);
  }

  private static TopoCall guarded(long token) {
    return new TopoCall.Commit(
        Batch.builder().when(guard(token)).put(path("a"), bytes("x"), Expect.any()).build());
  }

  private void writes(String client, long from, long to, long token) {
    script
        .when(client, from, to)
        .committed(((TopoCall.Commit) guarded(token)).batch(), "a=x@" + from);
  }

  private void isLost(long time, long token) {
    script.when("c1", time, time).wasTold(new TopoCall.Lost(LOCK, LockKind.QUEUE, token(token)));
  }

  private void isPassed() {
    assertThat(script.verdict("locks")).isEqualTo(new Verdict.Passed());
  }

  private String rule() {
    return script.violated("locks").rule();
  }

  @Test
  void nothingIsWrittenUnderAGrantThatWasReleased() {
    releases("c1", 6, 8, 1, DONE);
    writes("c1", 7, 9, 1);
    script.when("c1", 10, 11).did(guarded(1), LOST);
    isPassed();
    writes("c1", 12, 13, 1);
    assertThat(rule()).isEqualTo("T23");
    assertThat(script.violated("locks").smallest()).hasSize(2);
  }

  @Test
  void aReleaseOfWhichNobodyKnowsEndsNothing() {
    releases("c1", 6, 8, 1, new Ending.Unknown("TIMEOUT"));
    writes("c1", 9, 10, 1);
    isPassed();
  }

  @Test
  void whoWasToldOfItsLossHadNothingToRelease() {
    isLost(6, 1);
    releases("c1", 7, 8, 1, DONE);
    writes("c1", 9, 10, 1);
    isPassed();
  }

  @Test
  void anUnknownWriteTakesNoEffectOnceItsGrantWasReleased() {
    script.when("c1", 6, 30).did(guarded(1), new Ending.Unknown("TIMEOUT"));
    releases("c1", 7, 8, 1, DONE);
    script.when("c2", 9, 10).readAbsent("a");
    script.when("c2", 11, 12).read("a=x@1");
    isPassed();
    assertThat(script.violated("nodes").rule()).isEqualTo("T5");
  }

  private void sessionsEnd(Optional<String> owner, long from, long to) {
    script.when("f", from, to).did(new TopoCall.SessionsEnded(owner, BELIEVED), DONE);
  }

  @Test
  void nothingIsWrittenUnderAGrantWhoseOwnersSessionsWereEnded() {
    sessionsEnd(Optional.of("c1"), 6, 8);
    writes("c1", 7, 9, 1);
    isPassed();
    writes("c1", 10, 11, 1);
    assertThat(rule()).isEqualTo("T23");
  }

  @Test
  void theEndOfAnothersSessionsEndsNothing() {
    sessionsEnd(Optional.of("c2"), 6, 8);
    writes("c1", 10, 11, 1);
    isPassed();
  }

  @Test
  void nobodyKnowsWhatEndedWithSessionsOfNobodyByName() {
    sessionsEnd(Optional.empty(), 6, 8);
    writes("c1", 10, 11, 1);
    isPassed();
  }

  @Test
  void theEndOfAnothersSessionsExcusesNoSecondHolder() {
    script.when("c2", 1, 9).wasGranted(2);
    script.when("c1", 10, 10).stillHeld(1);
    assertThat(rule()).isEqualTo("T22");
    sessionsEnd(Optional.of("c2"), 6, 8);
    assertThat(rule()).isEqualTo("T22");
    sessionsEnd(Optional.of("c1"), 6, 8);
    isPassed();
  }

  @Test
  void theEndOfAnothersSessionsExcusesNoHolderThatWasRefused() {
    script.when("c1", 9, 9).did(guarded(1), LOST);
    script.when("c1", 10, 10).stillHeld(1);
    sessionsEnd(Optional.of("c2"), 6, 8);
    assertThat(rule()).isEqualTo("T25");
    sessionsEnd(Optional.of("c1"), 6, 8);
    isPassed();
  }

  private void steals(String client, long from, long to, long token) {
    Optional<TopoCall.Theft> theft = Optional.of(new TopoCall.Theft(GRACE, BELIEVED));
    script
        .when(client, from, to)
        .did(
            new TopoCall.Acquire(LOCK, LockKind.QUEUE, theft),
            new Ending.Done(new Result.Granted(token(token))));
  }

  @Test
  void whoseLockWasStolenMayBelieveForAWhileAndNoLonger() {
    steals("c2", 7, 20, 2);
    script.when("c1", 70, 70).stillHeld(1);
    isPassed();
    script.when("c1", 71, 71).stillHeld(1);
    assertThat(rule()).isEqualTo("T22");
  }

  @Test
  void aThiefIsNotExcusedByItsOwnTheft() {
    steals("c2", 7, 20, 2);
    script.when("c3", 21, 22).wasGranted(3);
    script.when("c2", 23, 23).stillHeld(2);
    assertThat(rule()).isEqualTo("T22");
  }

  @Test
  void nothingIsWrittenUnderAStolenGrant() {
    steals("c2", 7, 20, 2);
    writes("c1", 21, 22, 1);
    assertThat(rule()).isEqualTo("T23");
  }

  @Test
  void aThiefWaitsForAsLongAsItsVictimGets() {
    steals("c2", 7, 16, 2);
    assertThat(rule()).isEqualTo("T22");
    assertThat(script.violated("locks").smallest()).hasSize(2);
  }

  @Test
  void aThiefDoesNotWaitWhereNothingIsLeftToSteal() {
    releases("c1", 8, 9, 1, DONE);
    steals("c2", 7, 16, 2);
    isPassed();
  }

  @Test
  void aThiefDoesNotWaitWhereTheLossWasToldBefore() {
    isLost(6, 1);
    steals("c2", 7, 16, 2);
    isPassed();
  }

  @Test
  void whatAVictimIsToldWhileTheThiefAsksIsTheTheft() {
    steals("c2", 7, 16, 2);
    isLost(10, 1);
    assertThat(rule()).isEqualTo("T22");
  }

  @Test
  void aThiefDoesNotWaitWhereItsVictimMayHaveGivenUp() {
    steals("c2", 23, 25, 2);
    isPassed();
  }

  @Test
  void aThiefDoesNotWaitWhereAnotherOneStoleBefore() {
    steals("c3", 6, 30, 3);
    steals("c2", 7, 16, 2);
    isPassed();
  }

  private void follows(long time, Optional<Long> token) {
    script
        .when("o", time, time)
        .wasTold(new TopoCall.HolderTold("f", LOCK, LockKind.QUEUE, token.map(Script::token)));
  }

  private void begins() {
    script.when("o", 0, 0).wasTold(new TopoCall.Follow("f", LOCK, LockKind.QUEUE));
  }

  private void settles(long time) {
    script.when("o", time, time + 1).wasTold(new Call.Settled("f"));
  }

  @Test
  void whoFollowsMayBeToldLateAndNotOfAHolderAfterItsSuccessor() {
    begins();
    script.when("c2", 1, 9).wasGranted(2);
    follows(10, Optional.of(1L));
    follows(11, Optional.of(2L));
    follows(12, Optional.empty());
    settles(13);
    isPassed();
    follows(14, Optional.of(1L));
    assertThat(rule()).isEqualTo("T27");
  }

  @Test
  void whoFollowsIsToldOfTheLastHolder() {
    begins();
    follows(6, Optional.of(1L));
    settles(7);
    isPassed();
    script.when("c2", 8, 9).wasGranted(2);
    settles(10);
    assertThat(rule()).isEqualTo("T27");
  }

  @Test
  void whoFollowsIsToldThatTheLastHolderReleased() {
    begins();
    follows(6, Optional.of(1L));
    releases("c1", 7, 8, 1, DONE);
    settles(8);
    isPassed();
    settles(9);
    assertThat(rule()).isEqualTo("T27");
  }

  @Test
  void whoFollowsIsToldAtLeastThatNobodyHolds() {
    begins();
    settles(7);
    assertThat(rule()).isEqualTo("T27");
  }
}
