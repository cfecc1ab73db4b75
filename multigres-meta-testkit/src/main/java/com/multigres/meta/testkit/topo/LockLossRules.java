package com.multigres.meta.testkit.topo;

import static com.multigres.meta.testkit.topo.TopoFixture.eventually;
import static com.multigres.meta.testkit.topo.TopoFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.lock.LockInfo;
import com.multigres.meta.topo.lock.LockKind;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * How a lock ends against its holder's will, and how it does not, and how it is taken from its
 * holder (T22, T25, T33).
 */
interface LockLossRules extends TopoFixture.OfLocks {
  private boolean lacking() {
    return lacking(Capability.LOCKS, () -> store().locks());
  }

  @Test
  @Rule({"T22", "T25"})
  default void aHoldingOutlivesItsTimeToLiveWhileTheHolderLives() {
    if (lacking()) {
      return;
    }
    TopoLock lock =
        closing(store().withTimeout(Duration.ofSeconds(5)).locks().lock(LOCKED, brief("alive")));
    AtomicInteger told = losses(lock);
    long begun = System.nanoTime();
    Duration twice = briefTtl().multipliedBy(2).plus(store().capabilities().sessionSlack());
    eventually()
        .atMost(Patience.longest().plus(twice))
        .until(() -> System.nanoTime() - begun > twice.toNanos());
    lock.check();
    assertThat(told).hasValue(0);
    refused(Code.LOCK_HELD, () -> another().locks().tryLock(LOCKED, options("other")));
  }

  @Test
  @Rule({"T25", "T22"})
  default void aDeadHoldersLockPassesOnWithinItsTimeToLive() {
    if (lacking()) {
      return;
    }
    Faults faults = faults(Fault.KILL_OWNER);
    Patience.within("a dead holder's end", gone(briefTtl()), () -> fromDeathToFree(faults));
  }

  private Duration fromDeathToFree(Faults faults) {
    TopoStore owner = another();
    TopoLock lost = owner.locks().lock(LOCKED, brief("owner"));
    Asking waiter = asking(store(), "waiter");
    long killed = System.nanoTime();
    faults.killOwner(owner);
    try (TopoLock lock = waiter.lock()) {
      Duration took = Duration.ofNanos(System.nanoTime() - killed);
      assertThat(lock.token().isAfter(lost.token())).isTrue();
      assertThat(lost.isHeld()).isFalse();
      return took;
    }
  }

  @Test
  @Rule("T22")
  default void aDeadWaiterIsPassedOver() {
    if (lacking()) {
      return;
    }
    Faults faults = faults(Fault.KILL_OWNER);
    Patience.within("a dead waiter's end", gone(briefTtl()), () -> fromDeathToNext(faults));
  }

  private Duration fromDeathToNext(Faults faults) {
    TopoLock lock = lock(store(), "holder");
    TopoStore dead = another();
    Asking never = asking("dead", () -> dead.locks().lock(LOCKED, brief("dead")));
    Asking next = asking(another(), "next");
    faults.killOwner(dead);
    long killed = System.nanoTime();
    lock.close();
    try (TopoLock held = next.lock()) {
      Duration took = Duration.ofNanos(System.nanoTime() - killed);
      assertThat(held.isHeld()).isTrue();
      assertThat(never.answered()).isFalse();
      dead.close();
      return took;
    }
  }

  @Test
  @Rule({"T25", "T22"})
  default void aHolderThatIsCutOffIsToldBeforeAnybodyElseHolds() {
    if (lacking()) {
      return;
    }
    Faults faults = faults(Fault.CUT);
    // On a busy machine the news may be late; what the holder finds when it looks never is.
    Patience.within("from the next grant to the news", Duration.ZERO, () -> lateness(faults));
  }

  /** How long after the next grant a holder was told that was cut off; negative when before. */
  private Duration lateness(Faults faults) {
    TopoStore owner = another();
    TopoLock lock = owner.locks().lock(LOCKED, brief("owner"));
    AtomicInteger told = losses(lock);
    AtomicLong toldAt = toldAt(lock);
    Asking waiter = asking(store(), "waiter");
    faults.cut(owner);
    try (TopoLock next = waiter.lock()) {
      long grantedAt = System.nanoTime();
      assertThat(lock.isHeld()).as("held while another holds").isFalse();
      awaitLoss(lock, told);
      eventually().until(() -> toldAt.get() != 0);
      faults.reconnect(owner);
      assertThat(next.isHeld()).isTrue();
      refused(Code.LOCK_LOST, lock::check);
      return Duration.ofNanos(toldAt.get() - grantedAt);
    }
  }

  @Test
  @Rule("T25")
  default void aListenerThatComesAfterTheLossIsToldAtOnce() {
    if (lacking()) {
      return;
    }
    TopoLock lock = lock(store(), "holder");
    LockInfo holder = another().locks().holder(LOCKED, LockKind.QUEUE).orElseThrow();
    assertThat(another().locks().revoke(holder)).isTrue();
    awaitLoss(lock, losses(lock));
    awaitLoss(lock, losses(lock));
    lock.close();
  }

  @Test
  @Rule("T25")
  default void aRevokedHolderIsToldAndTheNextInLineHolds() {
    if (lacking()) {
      return;
    }
    TopoLock lock = lock(store(), "holder");
    AtomicInteger told = losses(lock);
    Asking waiter = asking(another(), "waiter");
    LockInfo holder = another().locks().holder(LOCKED, LockKind.QUEUE).orElseThrow();
    assertThat(another().locks().revoke(holder)).isTrue();
    TopoLock next = closing(waiter.lock());
    awaitLoss(lock, told);
    assertThat(another().locks().revoke(holder)).as("of a grant that is over").isFalse();
    assertThat(next.isHeld()).isTrue();
  }

  @Test
  @Rule({"T33", "T25"})
  default void everyLockOfAWipedStoreIsLost() {
    if (lacking()) {
      return;
    }
    Faults faults = faults(Fault.WIPE);
    TopoLock lock = lock(store(), "holder");
    AtomicInteger told = losses(lock);
    faults.wipe();
    awaitLoss(lock, told);
    assertThat(queue()).isEmpty();
  }

  @Test
  @Rule({"T25", "T31"})
  default void anExclusiveLockWhoseNodeIsRemovedIsLost() {
    if (lacking()) {
      return;
    }
    TopoLock lock = closing(store().locks().lock(LOCKED, options("x").exclusive()));
    AtomicInteger told = losses(lock);
    another().delete(LOCKED, Expect.any());
    TopoLock next = closing(another().locks().lock(LOCKED, options("y").exclusive()));
    awaitLoss(lock, told);
    lock.close();
    assertThat(next.isHeld()).isTrue();
    assertThat(store().read(LOCKED)).isPresent();
  }

  @Test
  @Rule({"T28", "T22"})
  default void closingTheStoreReleasesItsLocksAndEndsItsWaiting() {
    if (lacking()) {
      return;
    }
    TopoStore owner = another();
    owner.locks().lock(LOCKED, options("owner"));
    TopoStore waiting = another();
    Asking waiter = asking(waiting, "waiter");
    waiting.close();
    refused(Code.CLOSED, waiter::lock);
    eventually().untilAsserted(() -> assertThat(queue()).containsExactly("owner"));
    owner.close();
    assertThat(closing(store().locks().tryLock(LOCKED, options("next"))).isHeld()).isTrue();
    refused(Code.CLOSED, () -> owner.locks().tryLock(LOCKED, options("late")));
  }

  @Test
  @Rule({"T22", "T25"})
  default void stealingTellsTheHolderAndHandsOutAfterTheGracePeriod() {
    if (lacking()) {
      return;
    }
    for (LockOptions options : new LockOptions[] {options("x"), options("x").exclusive()}) {
      TopoLock lock = closing(store().locks().lock(LOCKED, options));
      AtomicInteger told = losses(lock);
      AtomicLong toldAt = toldAt(lock);
      Duration grace = briefTtl();
      TopoStore thief = another();
      long begun = System.nanoTime();
      TopoLock stolen = closing(thief.locks().tryLock(LOCKED, options.stealing(grace)));
      long granted = System.nanoTime();
      assertThat(Duration.ofNanos(granted - begun)).isGreaterThanOrEqualTo(grace);
      awaitLoss(lock, told);
      eventually().until(() -> toldAt.get() != 0);
      assertThat(toldAt.get()).as("told before the theft was done").isBetween(begun, granted);
      assertThat(stolen.isHeld()).isTrue();
      assertThat(stolen.token().isAfter(lock.token())).isTrue();
      stolen.close();
    }
  }

  @Test
  @Rule("T22")
  default void stealingWhatIsFreeDoesNotWait() {
    if (lacking()) {
      return;
    }
    LockOptions stealing = options("x").stealing(Patience.longest().multipliedBy(2));
    long begun = System.nanoTime();
    assertThat(closing(store().locks().lock(LOCKED, stealing)).isHeld()).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Patience.longest());
  }

  @Test
  @Rule("T22")
  default void stealingServesFirstThoseWhoWaitedBefore() {
    if (lacking()) {
      return;
    }
    TopoLock holder = lock(store(), "holder");
    AtomicInteger told = losses(holder);
    Asking waiter = asking(another(), "waiter");
    LockOptions stealing = options("thief").stealing(Duration.ofMillis(1));
    Asking thief = asking("thief", () -> another().locks().lock(LOCKED, stealing));
    TopoLock first = closing(waiter.lock());
    awaitLoss(holder, told);
    assertThat(queue()).as("stolen from the holder alone").containsExactly("waiter", "thief");
    assertThat(thief.answered()).isFalse();
    first.check();
    first.close();
    assertThat(closing(thief.lock()).token().isAfter(first.token())).isTrue();
  }

  @Test
  @Rule({"T22", "T25"})
  default void whatIsTakenFromAThiefDuringTheGracePeriodIsNotItsOwn() {
    if (lacking()) {
      return;
    }
    lock(store(), "holder");
    LockOptions stealing = options("thief").stealing(briefTtl());
    Asking thief = asking("thief", () -> another().locks().lock(LOCKED, stealing));
    eventually().until(() -> queue().equals(List.of("thief")));
    LockInfo early = store().locks().holder(LOCKED, LockKind.QUEUE).orElseThrow();
    assertThat(another().locks().revoke(early)).isTrue();
    TopoLock held = closing(thief.lock());
    held.check();
    assertThat(held.token().isAfter(early.token().orElseThrow())).isTrue();
    assertThat(store().locks().holder(LOCKED, LockKind.QUEUE)).contains(held.info());
  }
}
