package com.multigres.meta.testkit.history;

import static com.multigres.meta.testkit.history.Script.LOCK;
import static com.multigres.meta.testkit.history.Script.bytes;
import static com.multigres.meta.testkit.history.Script.guard;
import static com.multigres.meta.testkit.history.Script.path;
import static com.multigres.meta.testkit.history.Script.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.Guard;
import com.multigres.meta.topo.lock.LockKind;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What locks, offices and guarded writes can show. */
class LockHistoriesTest {
  private static final TopoCall ENDED = new TopoCall.SessionsEnded(Duration.ofNanos(10));

  private final Script script = new Script();

  private static Batch guarded(long token) {
    return Batch.builder()
        .when(guard(token))
        .put(path("a"), bytes("x" + token), Expect.any())
        .build();
  }

  @Test
  void holdersFollowEachOther() {
    script.when("c1", 0, 5).wasGranted(1);
    script.when("c1", 6, 7).stillHeld(1);
    script.when("c2", 1, 9).wasGranted(2);
    script.when("c2", 10, 11).stillHeld(2);
    assertThat(script.verdict("locks")).isEqualTo(new Verdict.Passed());
  }

  @Test
  void whoseSessionWasEndedByForceMayBelieveForAWhileAndNoLonger() {
    script.when("c1", 0, 5).wasGranted(1);
    script.when("f", 7, 8).did(ENDED, new Ending.Done(new Result.Nothing()));
    script.when("c2", 1, 9).wasGranted(2);
    script.when("c1", 18, 18).stillHeld(1);
    assertThat(script.verdict("locks")).isEqualTo(new Verdict.Passed());
    script.when("c1", 19, 19).stillHeld(1);
    assertThat(script.violated("locks").rule()).isEqualTo("T22");
  }

  @Test
  void anEndByForceExplainsNoSecondHolderThatWasThereBefore() {
    script.when("c1", 0, 5).wasGranted(1);
    script.when("c2", 1, 9).wasGranted(2);
    script.when("f", 10, 11).did(ENDED, new Ending.Done(new Result.Nothing()));
    script.when("c1", 12, 12).stillHeld(1);
    assertThat(script.violated("locks").rule()).isEqualTo("T22");
  }

  @Test
  void whoseGuardWasRefusedHoldsNoMore() {
    script.when("c1", 0, 5).wasGranted(1);
    script.when("c1", 6, 7).did(new TopoCall.Commit(guarded(1)), Ending.failed("LOCK_LOST"));
    assertThat(script.verdict("locks")).isEqualTo(new Verdict.Passed());
    script.when("c1", 8, 8).stillHeld(1);
    assertThat(script.violated("locks").rule()).isEqualTo("T25");
  }

  @Test
  void whoseGuardWasRefusedAfterAnEndByForceMayBelieveForAWhileAndNoLonger() {
    script.when("c1", 0, 5).wasGranted(1);
    script.when("f", 5, 6).did(ENDED, new Ending.Done(new Result.Nothing()));
    script.when("c1", 6, 7).did(new TopoCall.Commit(guarded(1)), Ending.failed("LOCK_LOST"));
    script.when("c1", 16, 16).stillHeld(1);
    assertThat(script.verdict("locks")).isEqualTo(new Verdict.Passed());
    script.when("c1", 17, 17).stillHeld(1);
    assertThat(script.violated("locks").rule()).isEqualTo("T25");
  }

  @Test
  void twoHoldersWithEqualTokensAreNoticed() {
    script.when("c1", 0, 5).wasGranted(1);
    script.when("c2", 1, 9).wasGranted(1);
    assertThat(script.violated("locks").rule()).isEqualTo("T23");
  }

  @Test
  void tokensGrowFromGrantToGrant() {
    script.when("c1", 0, 5).wasGranted(2);
    script.when("c2", 6, 9).wasGranted(1);
    assertThat(script.violated("locks").rule()).isEqualTo("T23");
  }

  @Test
  void aHoldingThatGoesOnAfterTheNextGrantIsNoticed() {
    script.when("c1", 0, 5).wasGranted(1);
    script.when("c2", 1, 9).wasGranted(2);
    script.when("c1", 10, 11).stillHeld(1);
    assertThat(script.violated("locks").rule()).isEqualTo("T22");
    assertThat(script.violated("locks").smallest()).hasSize(3);
  }

  @Test
  void aGrantAfterExpiryIsNoticedByItsHolding() {
    script.when("c1", 0, 1).wasGranted(1);
    script.when("c1", 3, 3).wasTold(new TopoCall.Lost(LOCK, LockKind.QUEUE, token(1)));
    script.when("c1", 10, 11).stillHeld(1);
    assertThat(script.violated("locks").rule()).isEqualTo("T25");
  }

  @Test
  void aStaleTokenWritesNothing() {
    script.when("c1", 0, 5).wasGranted(1);
    script.when("c2", 1, 9).wasGranted(2);
    script.when("c1", 10, 11).committed(guarded(1), "a=x1@1");
    assertThat(script.violated("locks").rule()).isEqualTo("T23");
  }

  @Test
  void anUnknownWriteOfAStaleTokenTakesNoEffectAfterTheNextGrant() {
    script.when("c1", 0, 5).wasGranted(1);
    script.when("c1", 6, 50).did(new TopoCall.Commit(guarded(1)), new Ending.Unknown("TIMEOUT"));
    script.when("c2", 1, 9).wasGranted(2);
    script.when("c2", 10, 11).committed(guarded(2), "a=x2@2");
    script.when("c2", 12, 13).read("a=x1@1");
    assertThat(script.verdict("locks")).isEqualTo(new Verdict.Passed());
    assertThat(script.violated("nodes").rule()).isEqualTo("T5");
  }

  @Test
  void anUnknownWriteUnderAGuardMayTakeEffectBeforeTheNextGrant() {
    script.when("c1", 0, 5).wasGranted(1);
    script.when("c1", 6, 50).did(new TopoCall.Commit(guarded(1)), new Ending.Unknown("TIMEOUT"));
    script.when("c2", 1, 9).wasGranted(2);
    script.when("c2", 12, 13).read("a=x1@1");
    assertThat(script.verdict("nodes")).isEqualTo(new Verdict.Passed());
  }

  @Test
  void anObserverSeesNoHolderAfterItsSuccessor() {
    script.when("c1", 0, 5).wasGranted(1);
    script.when("c2", 1, 9).wasGranted(2);
    script
        .when("o", 10, 10)
        .wasTold(new TopoCall.HolderSeen("o", LOCK, LockKind.QUEUE, Optional.of(token(2))));
    script
        .when("o", 11, 11)
        .wasTold(new TopoCall.HolderSeen("o", LOCK, LockKind.QUEUE, Optional.of(token(1))));
    assertThat(script.violated("locks").rule()).isEqualTo("T27");
  }

  @Test
  void anObserverWhoLooksAfterALaterGrantWasToldSeesNoEarlierHolder() {
    script.when("c1", 0, 5).wasGranted(1);
    script.when("c2", 1, 9).wasGranted(2);
    script
        .when("o", 9, 12)
        .wasTold(new TopoCall.HolderSeen("o", LOCK, LockKind.QUEUE, Optional.of(token(1))));
    assertThat(script.verdict("locks")).isEqualTo(new Verdict.Passed());
    script
        .when("p", 10, 12)
        .wasTold(new TopoCall.HolderSeen("p", LOCK, LockKind.QUEUE, Optional.of(token(1))));
    assertThat(script.violated("locks").rule()).isEqualTo("T26");
  }

  private void wasGranted(String client, long from, long to, String life) {
    script
        .when(client, from, to)
        .did(
            new TopoCall.Acquire(LOCK, LockKind.QUEUE),
            new Ending.Done(new Result.Granted(inLife(life))));
  }

  private static FencingToken inLife(String life) {
    return new FencingToken("test", life, 1, "grant");
  }

  private void isHeldStill(String client, long time, String life) {
    script
        .when(client, time, time)
        .wasTold(new TopoCall.StillHolds(LOCK, LockKind.QUEUE, inLife(life)));
  }

  @Test
  void holdersInTwoLivesOfAStoreMayFollowEachOther() {
    wasGranted("c1", 0, 1, "first");
    isHeldStill("c1", 3, "first");
    wasGranted("c2", 2, 4, "second");
    isHeldStill("c2", 5, "second");
    assertThat(script.verdict("locks")).isEqualTo(new Verdict.Passed());
  }

  @Test
  void nobodyIsGrantedALockInAnotherLifeWhileItIsHeld() {
    wasGranted("c1", 0, 1, "first");
    wasGranted("c2", 2, 4, "second");
    isHeldStill("c1", 5, "first");
    assertThat(script.violated("locks").rule()).isEqualTo("T22");
  }

  @Test
  void twoDoNotHoldALockInTwoLivesHoweverTheyCameToIt() {
    wasGranted("c1", 0, 5, "first");
    wasGranted("c2", 1, 4, "second");
    isHeldStill("c1", 7, "first");
    assertThat(script.verdict("locks")).isEqualTo(new Verdict.Passed());
    isHeldStill("c2", 8, "second");
    assertThat(script.violated("locks").rule()).isEqualTo("T22");
  }

  @Test
  void whoseSessionWasEndedByForceMayBelieveInAnotherLifeToo() {
    wasGranted("c1", 0, 1, "first");
    script.when("f", 2, 3).did(ENDED, new Ending.Done(new Result.Nothing()));
    wasGranted("c2", 4, 5, "second");
    isHeldStill("c1", 13, "first");
    assertThat(script.verdict("locks")).isEqualTo(new Verdict.Passed());
    isHeldStill("c1", 14, "first");
    assertThat(script.violated("locks").rule()).isEqualTo("T22");
  }

  @Test
  void aTokenOfAnEarlierLifeWritesNothing() {
    wasGranted("c1", 0, 1, "first");
    wasGranted("c2", 2, 4, "second");
    Guard stale = new Guard(TopoPath.root(), LOCK, LockKind.QUEUE, inLife("first"));
    Batch batch = Batch.builder().when(stale).put(path("a"), bytes("x"), Expect.any()).build();
    script.when("c1", 5, 6).committed(batch, "a=x@1");
    assertThat(script.violated("locks").rule()).isEqualTo("T23");
  }

  @Test
  void anObserverSeesNoLifeAgainThatHasPassed() {
    wasGranted("c1", 0, 1, "first");
    sees(2, "first");
    sees(3, "second");
    assertThat(script.verdict("locks")).isEqualTo(new Verdict.Passed());
    sees(4, "first");
    assertThat(script.violated("locks").rule()).isEqualTo("T27");
  }

  private void sees(long time, String life) {
    script
        .when("o", time, time)
        .wasTold(new TopoCall.HolderSeen("o", LOCK, LockKind.QUEUE, Optional.of(inLife(life))));
  }
}
