package com.multigres.meta.testkit.topo;

import static com.multigres.meta.testkit.topo.TopoFixture.bytes;
import static com.multigres.meta.testkit.topo.TopoFixture.eventually;
import static com.multigres.meta.testkit.topo.TopoFixture.path;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.testkit.Rule;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topo.WatchEvent;
import com.multigres.meta.topo.WatchOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Watches whose listeners are slow, throw or are many (T13, T15, T16). */
interface WatchLoadRules extends TopoFixture {

  @Test
  @Rule("T15")
  default void aSlowListenerDelaysOnlyItselfAndHearsTheLastState() {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch slow = new CountDownLatch(1);
    WatchRecorder late = new WatchRecorder();
    closing(
        store()
            .watch(
                TopoPath.root(),
                WatchOptions.tree(),
                event -> {
                  entered.countDown();
                  awaitUninterruptedly(slow);
                  late.onEvent(event);
                }));
    // Whatever happens, so that the watches can be closed.
    closing(slow::countDown);
    eventually().until(() -> entered.getCount() == 0);
    WatchRecorder quick = watching(TopoPath.root());
    closing(slow::countDown);
    quick.awaitInSync();
    int rounds = 300;
    for (int i = 0; i < rounds; i++) {
      put(path("n" + i % 3), "" + i);
      store().write(path("brief"), bytes("" + i), Expect.any());
      store().delete(path("brief"), Expect.any());
    }
    quick.awaitNodes(store().list(TopoPath.root()));
    assertThat(late.events()).isEmpty();
    slow.countDown();
    late.awaitNodes(store().list(TopoPath.root()));
    // Four paths were written: what waits is told once for each.
    assertThat(late.events(WatchEvent.Put.class)).hasSizeLessThan(20);
  }

  @Test
  @Rule("T15")
  default void aListenerThatNeverReturnsInTimeDoesNotHoldUpTheOthersWhateverTheirNumber() {
    CountDownLatch stuck = new CountDownLatch(1);
    List<Watch> watches = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      watches.add(
          store()
              .watch(TopoPath.root(), WatchOptions.tree(), event -> awaitUninterruptedly(stuck)));
    }
    WatchRecorder free = watching(TopoPath.root());
    closing(stuck::countDown);
    free.awaitInSync();
    put(path("a"), "1");
    free.awaitState(Map.of("a", "1"));
    stuck.countDown();
    watches.forEach(Watch::close);
  }

  @Test
  @Rule("T15")
  default void aThousandWatchesHearEachChangeWithoutAThreadEach() {
    List<WatchRecorder> recorders = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      recorders.add(watching(path("d" + i % 10)));
    }
    recorders.forEach(WatchRecorder::awaitInSync);
    List<Mutation> writes = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      writes.add(Mutation.put(TopoPath.of("d" + i, "n"), bytes("" + i), Expect.absent()));
    }
    store().writeAll(writes);
    for (int i = 0; i < recorders.size(); i++) {
      recorders.get(i).awaitState(Map.of("d" + i % 10 + "/n", "" + i % 10));
    }
    eventually()
        .untilAsserted(
            () ->
                assertThat(
                        Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().startsWith("multigres-")))
                    .hasSizeLessThan(100));
  }

  @Test
  @Rule("T15")
  default void aThrowingListenerGoesOn() {
    WatchRecorder heard = new WatchRecorder();
    closing(
        store()
            .watch(
                TopoPath.root(),
                WatchOptions.tree(),
                event -> {
                  heard.onEvent(event);
                  throw new IllegalStateException("thrown on purpose");
                }));
    heard.awaitInSync();
    put(path("a"), "1");
    heard.awaitState(Map.of("a", "1"));
    put(path("a"), "2");
    heard.awaitState(Map.of("a", "2"));
  }

  @Test
  @Rule("T16")
  default void closingWaitsForTheCallUnderWay() throws InterruptedException {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    WatchRecorder after = new WatchRecorder();
    Watch watch =
        store()
            .watch(
                TopoPath.root(),
                WatchOptions.tree(),
                event -> {
                  entered.countDown();
                  awaitUninterruptedly(leave);
                  after.onEvent(event);
                });
    entered.await();
    Thread closer = new Thread(watch::close, "closer");
    closer.start();
    try {
      eventually()
          .until(
              () ->
                  closer.getState() == Thread.State.WAITING
                      || closer.getState() == Thread.State.TIMED_WAITING);
      assertThat(after.events()).isEmpty();
    } finally {
      leave.countDown();
    }
    closer.join();
    assertThat(after.events()).hasSize(1);
  }

  static void awaitUninterruptedly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupt) {
      throw new IllegalStateException(interrupt);
    }
  }
}
