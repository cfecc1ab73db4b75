package com.multigres.meta.testkit.topo;

import static com.multigres.meta.testkit.topo.TopoFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.topo.Capability;
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

/** Locks that are taken from their holders (T22, T25). */
interface StealingRules extends TopoFixture.OfLocks {
  private boolean lacking() {
    return lacking(Capability.LOCKS, () -> store().locks());
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
