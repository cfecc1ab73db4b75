package com.multigres.meta.testkit.topo;

import static com.multigres.meta.testkit.topo.TopoFixture.bytes;
import static com.multigres.meta.testkit.topo.TopoFixture.eventually;
import static com.multigres.meta.testkit.topo.TopoFixture.failed;
import static com.multigres.meta.testkit.topo.TopoFixture.path;
import static com.multigres.meta.testkit.topo.TopoFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.testkit.Seed;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.WatchEvent;
import com.multigres.meta.topo.lock.LockInfo;
import com.multigres.meta.topo.lock.LockKind;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Locks in peace: exclusion, order, waiting, what others read (T22, T24, T26, T31). */
interface LockRules extends TopoFixture.OfLocks {
  private boolean lacking() {
    return lacking(Capability.LOCKS, () -> store().locks());
  }

  @Test
  @Rule("T22")
  default void aHeldLockIsRefusedToEverybodyElseUntilItsRelease() {
    if (lacking()) {
      return;
    }
    TopoLock lock = lock(store(), "mine");
    assertThat(lock.isHeld()).isTrue();
    lock.check();
    TopoStore other = another();
    assertThat(refused(Code.LOCK_HELD, () -> other.locks().tryLock(LOCKED, options("other"))))
        .hasMessageContaining(lock.info().content().asker())
        .hasMessageContaining("mine");
    refused(Code.LOCK_HELD, () -> store().locks().tryLock(LOCKED, options("mine again")));
    lock.close();
    assertThat(lock.isHeld()).isFalse();
    TopoLock next = closing(other.locks().tryLock(LOCKED, options("other")));
    assertThat(next.isHeld()).isTrue();
  }

  @Test
  @Rule("T22")
  default void waitersGetTheLockInTheOrderTheyAsked() {
    if (lacking()) {
      return;
    }
    TopoLock first = lock(store(), "holder");
    TopoStore other = another();
    List<String> served = Collections.synchronizedList(new ArrayList<>());
    List<Asking> asking = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String name = "waiter " + i;
      TopoStore store = i % 2 == 0 ? store() : other;
      asking.add(
          asking(
              name,
              () -> {
                TopoLock lock = store.locks().lock(LOCKED, options(name));
                served.add(name);
                lock.close();
                return lock;
              }));
    }
    assertThat(queue())
        .containsExactly(
            "holder", "waiter 0", "waiter 1", "waiter 2", "waiter 3", "waiter 4", "waiter 5");
    first.close();
    asking.forEach(Asking::lock);
    assertThat(served)
        .containsExactly("waiter 0", "waiter 1", "waiter 2", "waiter 3", "waiter 4", "waiter 5");
  }

  @Test
  @Rule("T22")
  default void tryLockAnswersAtOnceHoweverLongTheQueue() {
    if (lacking()) {
      return;
    }
    lock(store(), "holder");
    Asking waiter = asking(another(), "waiter");
    LockOptions patient = options("hasty").ttl(longTtl()).waiting(Duration.ofHours(1));
    Patience.within(
        "trying",
        Duration.ofSeconds(5),
        () ->
            Patience.taken(
                () -> refused(Code.LOCK_HELD, () -> store().locks().tryLock(LOCKED, patient))));
    assertThat(waiter.answered()).isFalse();
    assertThat(queue()).containsExactly("holder", "waiter");
  }

  private Duration longTtl() {
    Duration most = store().capabilities().maxTtl();
    return most.compareTo(Duration.ofMinutes(10)) < 0 ? most : Duration.ofMinutes(10);
  }

  @Test
  @Rule({"T24", "T30"})
  default void aWaiterThatTimesOutLeavesNothingBehind() {
    if (lacking()) {
      return;
    }
    TopoLock lock = lock(store(), "holder");
    LockOptions brief = options("brief").ttl(longTtl()).waiting(Duration.ofMillis(300));
    refused(Code.TIMEOUT, () -> another().locks().lock(LOCKED, brief));
    nobodyIsLeftButThe(lock);
  }

  /** Others are gone, and not by their time to live: that is longer than this waits. */
  private void nobodyIsLeftButThe(TopoLock holder) {
    eventually().untilAsserted(() -> assertThat(queue()).containsExactly("holder"));
    holder.close();
    assertThat(closing(store().locks().tryLock(LOCKED, options("next"))).isHeld()).isTrue();
  }

  @Test
  @Rule({"T24", "T30"})
  default void aWaiterThatIsInterruptedLeavesNothingBehind() {
    if (lacking()) {
      return;
    }
    TopoLock lock = lock(store(), "holder");
    TopoStore other = another();
    LockOptions patient = options("waiter").ttl(longTtl());
    Asking waiter = asking("waiter", () -> other.locks().lock(LOCKED, patient));
    waiter.interrupt();
    refused(Code.INTERRUPTED, waiter::lock);
    nobodyIsLeftButThe(lock);
  }

  @Test
  @Rule({"T24", "T30"})
  default void whoeverIsInterruptedWhileEnteringTheQueueLeavesNothingBehind() {
    if (lacking()) {
      return;
    }
    TopoLock lock = lock(store(), "holder");
    TopoStore other = another();
    LockOptions patient = options("waiter").ttl(longTtl());
    Random random = new Random(Seed.of("interrupting those who enter a queue"));
    for (int i = 0; i < 24; i++) {
      Asking waiter = new Asking(() -> other.locks().lock(LOCKED, patient));
      LockSupport.parkNanos(random.nextInt(4_000_000));
      waiter.interrupt();
      refused(Code.INTERRUPTED, waiter::lock);
    }
    eventually().untilAsserted(() -> assertThat(queue()).containsExactly("holder"));
    lock.close();
    // What was under way to the servers may come late, and goes again at once.
    assertThat(lock(store(), "next").isHeld()).isTrue();
  }

  @Test
  @Rule("T24")
  default void releasingTwiceIsHarmlessAlsoToTheNextHolder() {
    if (lacking()) {
      return;
    }
    TopoLock lock = lock(store(), "first");
    lock.close();
    TopoLock next = lock(another(), "next");
    lock.close();
    assertThat(queue()).containsExactly("next");
    assertThat(next.isHeld()).isTrue();
    failed(Code.CLOSED, lock::check);
  }

  @Test
  @Rule("T22")
  default void locksOfDifferentPathsAndKindsAreDifferentLocks() {
    if (lacking()) {
      return;
    }
    lock(store(), "here");
    for (TopoPath other : List.of(LOCKED.parent(), LOCKED.child("below"), TopoPath.root())) {
      assertThat(closing(another().locks().tryLock(other, options("there"))).isHeld()).isTrue();
    }
    LockOptions exclusive = options("one node").exclusive();
    assertThat(closing(another().locks().tryLock(LOCKED, exclusive)).isHeld()).isTrue();
  }

  @Test
  @Rule("T26")
  default void anybodyReadsWhoHoldsAndWhoWaits() {
    if (lacking()) {
      return;
    }
    LockOptions told = options("reparent \"0-inf\" <fast> & well\n").detail("ticket", "4711");
    TopoLock lock = closing(store().locks().lock(LOCKED, told));
    Asking waiter = asking(another(), "waiter");
    List<LockInfo> places = another().locks().queue(LOCKED);
    LockInfo holder = places.get(0);
    assertThat(holder.path()).isEqualTo(LOCKED);
    assertThat(holder.kind()).isEqualTo(LockKind.QUEUE);
    assertThat(holder.holds()).isTrue();
    assertThat(holder.token()).contains(lock.token());
    assertThat(holder.content()).isEqualTo(lock.info().content());
    assertThat(holder.content().action()).isEqualTo(told.action());
    assertThat(holder.content().hostName()).isNotBlank();
    assertThat(holder.content().userName()).isNotBlank();
    assertThat(holder.content().time()).isPresent();
    assertThat(holder.content().options()).containsEntry("ticket", "4711");
    assertThat(places.get(1).holds()).isFalse();
    assertThat(places.get(1).content().action()).isEqualTo("waiter");
    assertThat(another().locks().holder(LOCKED, LockKind.QUEUE)).contains(holder);
    assertThat(waiter.answered()).isFalse();
    assertThat(another().locks().queue(LOCKED.parent())).isEmpty();
  }

  @Test
  @Rule("T31")
  default void queuesShowUpInNoListAndNoWatch() {
    if (lacking()) {
      return;
    }
    WatchRecorder watcher = watching(TopoPath.root()).awaitInSync();
    TopoLock lock = lock(store(), "holder");
    Asking waiter = asking(another(), "waiter");
    assertThat(store().list(TopoPath.root())).isEmpty();
    assertThat(store().children(TopoPath.root())).isEmpty();
    lock.close();
    waiter.lock().close();
    put(path("end"), "v");
    watcher.awaitState(Map.of("end", "v"));
    assertThat(watcher.events(WatchEvent.Put.class)).hasSize(1);
    assertThat(watcher.events(WatchEvent.Deleted.class)).isEmpty();
  }

  @Test
  @Rule({"T22", "T31"})
  default void anExclusiveLockIsOneBoundNodeAndIsNotWaitedFor() {
    if (lacking()) {
      return;
    }
    LockOptions exclusive = options("backup").exclusive().waiting(Duration.ofHours(1));
    TopoLock lock = closing(store().locks().lock(LOCKED, exclusive));
    assertThat(another().read(LOCKED).filter(Node::ephemeral)).isPresent();
    refused(Code.LOCK_HELD, () -> another().locks().lock(LOCKED, exclusive));
    lock.close();
    assertThat(another().read(LOCKED)).isEmpty();
    put(LOCKED, "in the way");
    refused(Code.LOCK_HELD, () -> another().locks().lock(LOCKED, exclusive));
  }

  @Test
  @Rule({"T22", "T18"})
  default void theTimeToLiveIsTheGrantedOne() {
    if (lacking()) {
      return;
    }
    assertThat(lock(store(), "asked").ttl()).isEqualTo(ttl());
    TopoLock byDefault = store().locks().lock(path("other"), LockOptions.of("by default"));
    assertThat(closing(byDefault).ttl())
        .isBetween(store().capabilities().minTtl(), store().capabilities().maxTtl());
    Duration most = store().capabilities().maxTtl();
    refused(
        Code.BAD_INPUT,
        () -> store().locks().lock(path("no"), options("x").ttl(most.plusSeconds(1))));
  }

  @Test
  @Rule({"T22", "T18"})
  default void theLongestTimeToLiveIsHeldAsAnyOther() {
    if (lacking()) {
      return;
    }
    for (Duration ttl : List.of(store().capabilities().maxTtl(), Duration.ofMinutes(10))) {
      if (ttl.compareTo(store().capabilities().maxTtl()) <= 0) {
        TopoLock held = closing(store().locks().tryLock(path("long" + ttl), options("x").ttl(ttl)));
        assertThat(held.isHeld()).isTrue();
        assertThat(held.ttl()).isEqualTo(ttl);
      }
    }
  }

  @Test
  @Rule("T31")
  default void whatLiesBesideALockIsLeftAlone() {
    if (lacking()) {
      return;
    }
    put(LOCKED.child("locks").child("1"), "a user's");
    put(LOCKED, "v");
    try (TopoLock lock = store().locks().tryLock(path("elsewhere"), options("x"))) {
      assertThat(lock.isHeld()).isTrue();
    }
    assertThat(store().list(TopoPath.root())).hasSize(2);
    store().write(LOCKED, bytes("w"), Expect.any());
  }
}
