package com.multigres.meta.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads, lists and watches that show what nobody asked them for, all of it true. */
class ScopeHistoriesTest {
  private static final TopoPath HERE = TopoPath.of("cells");
  private static final Seen INSIDE = seen(HERE.child("a"));
  private static final Seen BESIDE = seen(TopoPath.of("cells2", "b"));

  private final Script script = new Script();

  private static Seen seen(TopoPath path) {
    return new Seen(path, ByteString.copyFromUtf8("v"), new Version("test", path, "1"));
  }

  @BeforeEach
  void bothAreWritten() {
    for (Seen node : List.of(INSIDE, BESIDE)) {
      script
          .when("c1", 0, 1)
          .did(
              TopoCall.put(node.path(), node.value(), Expect.absent()),
              new Ending.Done(new Result.Written(Map.of(node.path(), node.version()))));
    }
  }

  private void isShown(TopoCall call, Seen... nodes) {
    script.when("c2", 2, 3).did(call, new Ending.Done(new Result.Nodes(List.of(nodes))));
  }

  private void isPassed(String theme) {
    assertThat(script.verdict(theme)).isEqualTo(new Verdict.Passed());
  }

  @Test
  void aListShowsWhatLiesBelowItsDirectoryAlone() {
    isShown(new TopoCall.ListBelow(HERE, false), INSIDE);
    isPassed("nodes");
    isShown(new TopoCall.ListBelow(HERE, false), INSIDE, BESIDE);
    assertThat(script.violated("nodes").rule()).isEqualTo("T6");
  }

  @Test
  void aDirectoryDoesNotLieBelowItself() {
    isShown(new TopoCall.ListBelow(INSIDE.path(), true), INSIDE);
    assertThat(script.violated("nodes").rule()).isEqualTo("T6");
  }

  @Test
  void aReadShowsItsNodeAlone() {
    isShown(new TopoCall.Get(INSIDE.path()), INSIDE, BESIDE);
    assertThat(script.violated("nodes").rule()).isEqualTo("T1");
  }

  private void watches(TopoPath path, boolean tree) {
    script.when("w", 2, 2).wasTold(new TopoCall.Watch("w", path, tree, true));
  }

  @Test
  void aWatchOfATreeTellsOfItAlone() {
    watches(HERE, true);
    script.when("w", 3, 3).saw("w", new WatchNews.Put(INSIDE));
    isPassed("watches");
    script.when("w", 4, 4).saw("w", new WatchNews.Put(BESIDE));
    assertThat(script.violated("watches").rule()).isEqualTo("T12");
    assertThat(script.violated("watches").smallest()).hasSize(2);
  }

  @Test
  void aWatchOfANodeTellsOfNoneBelowIt() {
    watches(HERE, false);
    script.when("w", 3, 3).saw("w", new WatchNews.Put(INSIDE));
    assertThat(script.violated("watches").rule()).isEqualTo("T12");
  }

  @Test
  void aDeletionElsewhereIsNoNewsEither() {
    watches(INSIDE.path(), true);
    script.when("w", 3, 3).saw("w", new WatchNews.Deleted(TopoPath.of("cells2", "c")));
    assertThat(script.violated("watches").rule()).isEqualTo("T12");
  }
}
