package com.multigres.meta.testkit.topo;

import static com.multigres.meta.testkit.topo.TopoFixture.bytes;
import static com.multigres.meta.testkit.topo.TopoFixture.eventually;
import static com.multigres.meta.testkit.topo.TopoFixture.path;
import static com.multigres.meta.testkit.topo.TopoFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.testkit.Together;
import com.multigres.meta.testkit.topo.internal.Contest;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.Guard;
import com.multigres.meta.topo.lock.LockKind;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Fencing tokens and writes that a lock guards (T10, T23). */
interface GuardRules extends TopoFixture.OfLocks {
  TopoPath RECORD = path("record");

  /** Nothing to check but the refusal, where locks or guards are missing. */
  private boolean lacking() {
    if (lacking(Capability.LOCKS, () -> store().locks())) {
      return true;
    }
    try (TopoLock lock = store().locks().lock(path("probe"), options("probe"))) {
      Guard guard = Guard.holds(lock);
      return lacking(
          Capability.GUARDED_WRITES, () -> store().write(RECORD, bytes("v"), Expect.any(), guard));
    }
  }

  private String record() {
    return store().read(RECORD).orElseThrow().value().toStringUtf8();
  }

  @Test
  @Rule({"T23", "T10"})
  default void aGuardedWriteIsAppliedWhileTheLockIsHeld() {
    if (lacking()) {
      return;
    }
    for (LockOptions options : new LockOptions[] {options("x"), options("x").exclusive()}) {
      TopoLock lock = closing(store().locks().lock(LOCKED, options));
      store().write(RECORD, bytes("guarded"), Expect.any(), Guard.holds(lock));
      assertThat(record()).isEqualTo("guarded");
      store().delete(RECORD, Expect.any(), Guard.holds(lock));
      assertThat(store().read(RECORD)).isEmpty();
      lock.close();
      refused(
          Code.LOCK_LOST,
          () -> store().write(RECORD, bytes("late"), Expect.any(), Guard.holds(lock)));
      assertThat(store().read(RECORD)).isEmpty();
    }
  }

  @Test
  @Rule({"T23", "T10"})
  default void aBatchWhoseGuardFailsChangesNothing() {
    if (lacking()) {
      return;
    }
    TopoLock lock = lock(store(), "x");
    put(RECORD, "before");
    Batch batch =
        Batch.builder()
            .when(Guard.holds(lock))
            .put(RECORD, bytes("after"), Expect.any())
            .put(path("other"), bytes("v"), Expect.absent())
            .build();
    lock.close();
    lock(another(), "successor");
    assertThat(refused(Code.LOCK_LOST, () -> store().commit(batch)).path()).contains(LOCKED);
    assertThat(record()).isEqualTo("before");
    assertThat(store().read(path("other"))).isEmpty();
  }

  @Test
  @Rule("T23")
  default void aHolderThatWasAsleepCannotOverwriteItsSuccessor() {
    if (lacking()) {
      return;
    }
    Faults faults = faults(Fault.CUT);
    TopoStore sleeper = another();
    TopoLock lock = sleeper.locks().lock(LOCKED, brief("sleeper"));
    Guard stale = Guard.holds(lock);
    sleeper.write(RECORD, bytes("of the sleeper"), Expect.any(), stale);
    faults.cut(sleeper);
    TopoLock next = lock(store(), "successor");
    store().write(RECORD, bytes("of the successor"), Expect.any(), Guard.holds(next));
    faults.reconnect(sleeper);
    eventually().ignoreExceptions().until(() -> sleeper.read(RECORD).isPresent());
    refused(Code.LOCK_LOST, () -> sleeper.write(RECORD, bytes("too late"), Expect.any(), stale));
    refused(Code.LOCK_LOST, () -> store().delete(RECORD, Expect.any(), stale));
    assertThat(record()).isEqualTo("of the successor");
  }

  @Test
  @Rule("T23")
  default void aWaiterDoesNotHoldYetAndTheHoldersGuardStillDoes() {
    if (lacking()) {
      return;
    }
    TopoLock lock = lock(store(), "holder");
    Asking waiter = asking(another(), "waiter");
    store().write(RECORD, bytes("v"), Expect.any(), Guard.holds(lock));
    lock.close();
    TopoLock next = closing(waiter.lock());
    refused(
        Code.LOCK_LOST, () -> store().write(RECORD, bytes("w"), Expect.any(), Guard.holds(lock)));
    store().write(RECORD, bytes("w"), Expect.any(), Guard.holds(next));
  }

  @Test
  @Rule("T23")
  default void tokensGrowAlsoWhenTheFolderVanishedMeanwhile() {
    if (lacking()) {
      return;
    }
    put(LOCKED.child("node"), "v");
    TopoLock first = lock(store(), "first");
    store().delete(LOCKED.child("node"), Expect.any());
    first.close();
    FencingToken last = first.token();
    for (int i = 0; i < 3; i++) {
      put(LOCKED.child("node"), "v");
      try (TopoLock next = another().locks().lock(LOCKED, options("next"))) {
        assertThat(next.token().isAfter(last)).as("%s after %s", next.token(), last).isTrue();
        last = next.token();
        refused(
            Code.LOCK_LOST,
            () -> store().write(RECORD, bytes("v"), Expect.any(), Guard.holds(first)));
      }
      store().delete(LOCKED.child("node"), Expect.any());
    }
    assertThat(store().read(RECORD)).isEmpty();
  }

  @Test
  @Rule("T23")
  default void aGuardOfAnotherStoreIsRefused() {
    if (lacking()) {
      return;
    }
    TopoLock lock = lock(store(), "x");
    Guard guard = Guard.holds(lock);
    TopoStore inner = below("inner");
    refused(Code.BAD_INPUT, () -> inner.write(RECORD, bytes("v"), Expect.any(), guard));
    FencingToken token = lock.token();
    FencingToken foreign =
        new FencingToken("elsewhere", token.incarnation(), token.number(), token.grant());
    refused(Code.BAD_INPUT, () -> write(guard, foreign));
    FencingToken otherLife =
        new FencingToken(token.backend(), "4711", token.number(), token.grant());
    refused(Code.BAD_INPUT, () -> write(guard, otherLife));
    assertThat(store().read(RECORD)).isEmpty();
  }

  private void write(Guard guard, FencingToken token) {
    Guard other = new Guard(guard.root(), guard.path(), guard.kind(), token);
    store().write(RECORD, bytes("v"), Expect.any(), other);
  }

  @Test
  @Rule("T23")
  default void aGuardIsKnownByItsTokenAlsoInAnotherProcess() {
    if (lacking()) {
      return;
    }
    TopoLock lock = lock(store(), "x");
    FencingToken told = FencingToken.parse(lock.token().toString());
    assertThat(told).isEqualTo(lock.token());
    Guard guard = new Guard(lock.guard().root(), LOCKED, LockKind.QUEUE, told);
    another().write(RECORD, bytes("by the child"), Expect.any(), guard);
    assertThat(record()).isEqualTo("by the child");
    FencingToken older =
        new FencingToken(told.backend(), told.incarnation(), told.number() - 1, told.grant());
    refused(Code.LOCK_LOST, () -> write(guard, older));
    Guard elsewhere = new Guard(guard.root(), path("not/locked"), LockKind.QUEUE, told);
    refused(Code.LOCK_LOST, () -> store().write(RECORD, bytes("v"), Expect.any(), elsewhere));
  }

  @Test
  @Rule({"T22", "T23"})
  default void manyContendersNeverHoldTogetherAndTheirTokensGrow() {
    if (lacking(Capability.LOCKS, () -> store().locks())) {
      return;
    }
    TopoStore other = another();
    List<FencingToken> tokens = Collections.synchronizedList(new ArrayList<>());
    Contest contest = new Contest(8, () -> queue().size());
    Together.all(
        8,
        number -> {
          TopoStore store = number % 2 == 0 ? store() : other;
          contest.contend(() -> contend(store, contest, options("contender " + number), tokens));
          return 0;
        });
    assertThat(contest.mostAtOnce()).isEqualTo(1);
    for (int i = 1; i < tokens.size(); i++) {
      assertThat(tokens.get(i).isAfter(tokens.get(i - 1)))
          .as("%s after %s", tokens.get(i), tokens.get(i - 1))
          .isTrue();
    }
    assertThat(queue()).isEmpty();
  }

  private static void contend(
      TopoStore store, Contest contest, LockOptions options, List<FencingToken> tokens) {
    for (int i = 0; i < 5; i++) {
      try (TopoLock lock = store.locks().lock(LOCKED, options)) {
        contest.hold(() -> tokens.add(lock.token()));
      }
    }
  }
}
