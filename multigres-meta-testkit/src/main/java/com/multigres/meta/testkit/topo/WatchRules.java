package com.multigres.meta.testkit.topo;

import static com.multigres.meta.testkit.topo.TopoFixture.bytes;
import static com.multigres.meta.testkit.topo.TopoFixture.eventually;
import static com.multigres.meta.testkit.topo.TopoFixture.path;
import static com.multigres.meta.testkit.topo.TopoFixture.refused;
import static com.multigres.meta.testkit.topo.TopoFixture.standing;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.testkit.Rule;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.Cursor;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topo.WatchEvent;
import com.multigres.meta.topo.WatchOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Watching: what is told, in which order, from where on, and by whom (T12 to T14, T16, T32). */
interface WatchRules extends TopoFixture {

  @Test
  @Rule("T12")
  default void aWatchFirstTellsTheStateAndThenEveryChange() {
    put(path("a/x"), "1");
    WatchRecorder recorder = watching(path("a")).awaitInSync();
    assertThat(recorder.state()).isEqualTo(Map.of("a/x", "1"));
    put(path("a/x"), "2");
    recorder.awaitState(Map.of("a/x", "2"));
    put(path("a/y"), "3");
    recorder.awaitState(Map.of("a/x", "2", "a/y", "3"));
    store().delete(path("a/x"), Expect.any());
    recorder.awaitState(Map.of("a/y", "3"));
    recorder.awaitNodes(store().list(path("a")));
    assertThat(recorder.storyOf(path("a/x"))).containsExactly("1", "2", "-");
    assertThat(recorder.overlapped()).isFalse();
  }

  @Test
  @Rule("T12")
  default void whatDoesNotExistYetCanBeWatched() {
    WatchRecorder node = watching(store(), path("a/x"), WatchOptions.node()).awaitInSync();
    WatchRecorder tree = watching(path("a")).awaitInSync();
    assertThat(node.events()).hasSize(1);
    put(path("a/x"), "1");
    node.awaitState(Map.of("a/x", "1"));
    tree.awaitState(Map.of("a/x", "1"));
  }

  @Test
  @Rule("T12")
  default void aWatchedNodeSaysNothingOfItsChildrenAndATreeSaysAll() {
    put(path("a"), "node");
    WatchRecorder node = watching(store(), path("a"), WatchOptions.node()).awaitInSync();
    WatchRecorder tree = watching(path("a")).awaitInSync();
    put(path("a/b"), "child");
    put(path("a/b/c"), "grandchild");
    put(path("ab"), "namesake");
    put(path("a"), "changed");
    tree.awaitState(Map.of("a", "changed", "a/b", "child", "a/b/c", "grandchild"));
    node.awaitState(Map.of("a", "changed"));
    assertThat(tree.storyOf(path("ab"))).isEmpty();
    assertThat(node.events(WatchEvent.Put.class))
        .allMatch(put -> put.node().path().equals(path("a")));
  }

  @Test
  @Rule({"T12", "T8"})
  default void theVersionsToldAreThoseThatWereWritten() {
    put(path("a"), "1");
    WatchRecorder recorder = watching(TopoPath.root()).awaitInSync();
    assertThat(recorder.nodes()).containsExactly(read("a"));
    put(path("a"), "2");
    recorder.awaitNodes(List.of(read("a")));
  }

  private Node read(String path) {
    return standing(store(), path(path));
  }

  @Test
  @Rule("T13")
  default void changesOfAPathComeInOrderAndNoneTwice() {
    WatchRecorder recorder = watching(TopoPath.root()).awaitInSync();
    List<String> written = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      put(path("a"), "" + i);
      written.add("" + i);
      if (i % 40 == 0) {
        // So that not all of it is coalesced where the listener gets no time.
        recorder.awaitState(Map.of("a", "" + i));
      }
    }
    put(path("end"), "v");
    recorder.awaitState(Map.of("a", "199", "end", "v"));
    assertThat(recorder.storyOf(path("a"))).doesNotHaveDuplicates().isSubsetOf(written);
    assertThat(recorder.storyOf(path("a")).stream().map(Integer::valueOf)).isSorted();
  }

  @Test
  @Rule("T14")
  default void aWatchResumesBehindEveryEventWithoutAGap() {
    WatchRecorder first = watching(TopoPath.root()).awaitInSync();
    for (int i = 0; i < 10; i++) {
      put(path("n" + i % 4), "" + i);
    }
    store().delete(path("n3"), Expect.any());
    first.awaitNodes(store().list(TopoPath.root()));
    for (int heard = 1; heard <= first.events().size(); heard++) {
      resumeAfter(first.events().subList(0, heard));
    }
  }

  private void resumeAfter(List<WatchEvent> heard) {
    WatchRecorder resumed = new WatchRecorder();
    heard.forEach(resumed::onEvent);
    Cursor last = Cursor.parse(resumed.lastCursor().toString());
    Watch watch = store().watch(TopoPath.root(), WatchOptions.tree().resumingFrom(last), resumed);
    resumed.awaitNodes(store().list(TopoPath.root()));
    watch.close();
  }

  @Test
  @Rule({"T14", "T10"})
  default void noCursorSkipsAnEventOfTheSameBatch() {
    needs(Capability.ATOMIC_BATCH, "Batches.aBatchAppliesAllItsWrites");
    WatchRecorder first = watching(TopoPath.root()).awaitInSync();
    Batch.Builder batch = Batch.builder();
    for (int i = 0; i < 10; i++) {
      batch.put(path("n" + i), bytes("v"), Expect.absent());
    }
    store().commit(batch.build());
    first.awaitNodes(store().list(TopoPath.root()));
    for (int heard = 1; heard <= first.events().size(); heard++) {
      resumeAfter(first.events().subList(0, heard));
    }
  }

  @Test
  @Rule("T14")
  default void aForeignCursorIsRefused() {
    WatchOptions foreign = WatchOptions.tree().resumingFrom(new Cursor("another", "1"));
    refused(Code.BAD_INPUT, () -> store().watch(TopoPath.root(), foreign, event -> {}));
    String own = watching(TopoPath.root()).awaitInSync().lastCursor().backend();
    WatchOptions broken = WatchOptions.tree().resumingFrom(new Cursor(own, "no token"));
    refused(Code.BAD_INPUT, () -> store().watch(TopoPath.root(), broken, event -> {}));
  }

  @Test
  @Rule("T16")
  default void aClosedWatchIsSilentAndClosingTwiceIsHarmless() {
    WatchRecorder closed = new WatchRecorder();
    Watch watch = store().watch(TopoPath.root(), WatchOptions.tree(), closed);
    closed.awaitInSync();
    watch.close();
    watch.close();
    int heard = closed.events().size();
    WatchRecorder witness = watching(TopoPath.root()).awaitInSync();
    for (int i = 0; i < 5; i++) {
      put(path("a"), "" + i);
      witness.awaitState(Map.of("a", "" + i));
    }
    assertThat(closed.events()).hasSize(heard);
  }

  @Test
  @Rule({"T16", "T32"})
  default void aListenerMayCallTheStoreAndCloseItsOwnWatch() {
    CompletableFuture<Watch> own = new CompletableFuture<>();
    WatchRecorder heard = new WatchRecorder();
    own.complete(
        store()
            .watch(
                path("a"),
                WatchOptions.tree(),
                event -> {
                  Watch watch = own.join();
                  store().write(path("echo"), bytes("heard"), Expect.any());
                  assertThat(store().read(path("echo"))).isPresent();
                  watch.close();
                  heard.onEvent(event);
                }));
    eventually().until(() -> !heard.events().isEmpty());
    WatchRecorder witness = watching(path("a")).awaitInSync();
    put(path("a"), "1");
    witness.awaitState(Map.of("a", "1"));
    assertThat(heard.events()).hasSize(1);
  }

  @Test
  @Rule("T32")
  default void twoListenersMayCloseEachOther() {
    CompletableFuture<Watch> left = new CompletableFuture<>();
    CompletableFuture<Watch> right = new CompletableFuture<>();
    CountDownLatch both = new CountDownLatch(2);
    CountDownLatch done = new CountDownLatch(2);
    left.complete(closerOf(right, both, done));
    right.complete(closerOf(left, both, done));
    eventually().until(() -> done.getCount() == 0);
  }

  private Watch closerOf(CompletableFuture<Watch> other, CountDownLatch both, CountDownLatch done) {
    return closing(
        store()
            .watch(
                TopoPath.root(),
                WatchOptions.tree(),
                event -> {
                  Watch watch = other.join();
                  both.countDown();
                  WatchLoadRules.awaitUninterruptedly(both);
                  watch.close();
                  done.countDown();
                }));
  }

  @Test
  @Rule("T16")
  default void listenersRunOnTheStoresOwnDaemonThreads() {
    CompletableFuture<Thread> listening = new CompletableFuture<>();
    closing(
        store()
            .watch(
                TopoPath.root(),
                WatchOptions.tree(),
                event -> listening.complete(Thread.currentThread())));
    eventually().until(listening::isDone);
    Thread thread = listening.join();
    assertThat(thread.getName()).startsWith("multigres-");
    assertThat(thread.isDaemon()).isTrue();
  }
}
