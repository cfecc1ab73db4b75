package com.multigres.meta.testkit.topo;

import static com.multigres.meta.testkit.topo.TopoFixture.bytes;
import static com.multigres.meta.testkit.topo.TopoFixture.path;
import static com.multigres.meta.testkit.topo.TopoFixture.refused;
import static com.multigres.meta.testkit.topo.TopoFixture.standing;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.testkit.Rule;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.WatchOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Paths, implicit directories and roots (T1, T3, T4). */
interface PathRules extends TopoFixture {

  List<String> DIFFICULT_NAMES =
      List.of(
          "plain-name_1.txt",
          "a/b",
          "a",
          "b",
          "/",
          "//",
          " ",
          "a b",
          "%",
          "%2F",
          "a%2Fb",
          "%25",
          ".",
          "..",
          "...",
          "'",
          "\"",
          "\\",
          "A",
          "é",
          "e\u0301",
          "日本",
          "\uD83D\uDE00",
          "\n",
          "\t",
          "*",
          "?",
          "_",
          "a_",
          "#",
          "locks",
          "x".repeat(255),
          "\u00fc".repeat(127),
          "\u007f",
          "~",
          "$",
          ";",
          "{}",
          "a\uFFFD");

  @Test
  @Rule("T1")
  default void everyNameComesBackAsItWasGivenAndNoneIsMistakenForAnother() {
    for (String name : DIFFICULT_NAMES) {
      store().write(TopoPath.of("names", name), bytes("value of " + name), Expect.absent());
    }
    for (String name : DIFFICULT_NAMES) {
      assertThat(store().read(TopoPath.of("names", name)).map(Node::value))
          .as(name)
          .contains(bytes("value of " + name));
    }
    List<TopoPath> paths =
        DIFFICULT_NAMES.stream().map(name -> TopoPath.of("names", name)).sorted().toList();
    assertThat(store().list(path("names")).stream().map(Node::path)).isEqualTo(paths);
    assertThat(store().children(path("names")))
        .isEqualTo(paths.stream().map(TopoPath::name).toList());
  }

  @Test
  @Rule("T1")
  default void aSlashInANameIsNoBoundaryBetweenNames() {
    put(TopoPath.of("a/b", "c"), "one name");
    put(TopoPath.of("a", "b", "c"), "three names");
    put(TopoPath.of("a", "b/c"), "two names");

    assertThat(standing(store(), TopoPath.of("a/b", "c")).value()).isEqualTo(bytes("one name"));
    assertThat(store().children(TopoPath.root())).containsExactly("a", "a/b");
    assertThat(store().children(TopoPath.of("a"))).containsExactly("b", "b/c");
  }

  @Test
  @Rule("T1")
  default void difficultNamesAreWatchedLikeAnyOther() {
    WatchRecorder recorder = watching(path("names")).awaitInSync();
    List<TopoPath> paths = new ArrayList<>();
    for (String name : DIFFICULT_NAMES) {
      paths.add(TopoPath.of("names", name));
      put(TopoPath.of("names", name), "v");
    }
    recorder.awaitNodes(store().list(path("names")));
    assertThat(recorder.nodes().stream().map(Node::path))
        .containsExactlyInAnyOrderElementsOf(paths);
  }

  @Test
  @Rule("T1")
  default void aPathThatIsTooLongIsRefusedAndTheStoreGoesOn() {
    TopoPath path = TopoPath.of("x");
    while (path.toString().length() <= store().capabilities().maxPathBytes()) {
      path = path.child("y".repeat(255));
    }
    TopoPath tooLong = path;
    refused(Code.TOO_LARGE, () -> put(tooLong, "v"));
    put(path("x"), "v");
  }

  @Test
  @Rule({"T1", "T4"})
  default void theRootIsADirectoryAndNoNode() {
    refused(Code.BAD_INPUT, () -> store().read(TopoPath.root()));
    refused(Code.BAD_INPUT, () -> put(TopoPath.root(), "v"));
    refused(Code.BAD_INPUT, () -> store().delete(TopoPath.root(), Expect.any()));
    refused(Code.BAD_INPUT, () -> store().watch(TopoPath.root(), WatchOptions.node(), event -> {}));
  }

  @Test
  @Rule("T3")
  default void aDirectoryWithoutAValueReadsAsAbsent() {
    put(path("a/b/c"), "deep");
    assertThat(store().read(path("a"))).isEmpty();
    assertThat(store().read(path("a/b"))).isEmpty();
    refused(Code.NO_NODE, () -> store().delete(path("a/b"), Expect.any()));
    store().write(path("a/b"), bytes("now a node too"), Expect.absent());
    assertThat(store().list(path("a")).stream().map(node -> node.path().toString()))
        .containsExactly("a/b", "a/b/c");
  }

  @Test
  @Rule("T3")
  default void aDirectoryVanishesWithItsLastDescendant() {
    put(path("a/b/c"), "v");
    put(path("a/d"), "v");
    assertThat(store().children(path("a"))).containsExactly("b", "d");
    store().delete(path("a/b/c"), Expect.any());
    assertThat(store().children(path("a"))).containsExactly("d");
    store().delete(path("a/d"), Expect.any());
    assertThat(store().children(TopoPath.root())).isEmpty();
  }

  @Test
  @Rule("T3")
  default void deletingANodeLeavesWhatLiesBelowIt() {
    put(path("a"), "parent");
    put(path("a/b"), "child");
    store().delete(path("a"), Expect.any());
    assertThat(store().read(path("a"))).isEmpty();
    assertThat(standing(store(), path("a/b")).value()).isEqualTo(bytes("child"));
  }

  @Test
  @Rule("T4")
  default void disjointRootsNeverSeeEachOther() {
    TopoStore left = below("left");
    TopoStore right = below("left2");
    WatchRecorder watcher = watching(right, TopoPath.root(), WatchOptions.tree()).awaitInSync();
    left.write(path("x"), bytes("left"), Expect.absent());
    assertThat(right.read(path("x"))).isEmpty();
    assertThat(right.list(TopoPath.root())).isEmpty();
    right.write(path("y"), bytes("right"), Expect.absent());
    watcher.awaitState(Map.of("y", "right"));
    assertThat(watcher.storyOf(path("x"))).isEmpty();
    assertThat(left.children(TopoPath.root())).containsExactly("x");
  }

  @Test
  @Rule("T4")
  default void anOuterRootSeesTheNodesOfAnInnerOneAsItsOwn() {
    TopoStore inner = below("inner/most");
    WatchRecorder outside = watching(path("inner")).awaitInSync();
    inner.write(path("x/y"), bytes("from within"), Expect.absent());
    Node seen = standing(store(), path("inner/most/x/y"));
    assertThat(seen.value()).isEqualTo(bytes("from within"));
    store().write(seen.path(), bytes("from outside"), Expect.version(seen.version()));
    assertThat(standing(inner, path("x/y")).value()).isEqualTo(bytes("from outside"));
    outside.awaitState(Map.of("inner/most/x/y", "from outside"));
  }

  @Test
  @Rule("T4")
  default void whatStandsAtAnInnerRootIsNoNodeOfTheInnerStore() {
    put(path("inner"), "at the inner root");
    TopoStore inner = below("inner");
    assertThat(inner.list(TopoPath.root())).isEmpty();
    WatchRecorder watcher = watching(inner, TopoPath.root(), WatchOptions.tree()).awaitInSync();
    put(path("inner"), "changed");
    put(path("inner/x"), "v");
    watcher.awaitState(Map.of("x", "v"));
  }
}
