package com.multigres.meta.testkit.topo;

import static com.multigres.meta.testkit.topo.TopoFixture.bytes;
import static com.multigres.meta.testkit.topo.TopoFixture.path;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.testkit.Together;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.RegistrationOptions;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.WatchEvent;
import com.multigres.meta.topo.WriteResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Listing (T6, T31). */
interface ListRules extends TopoFixture {

  @Test
  @Rule("T6")
  default void absentMeansEmpty() {
    assertThat(store().list(TopoPath.root())).isEmpty();
    assertThat(store().list(path("nothing/here"))).isEmpty();
    assertThat(store().children(path("nothing/here"))).isEmpty();
  }

  @Test
  @Rule("T6")
  default void aListHoldsEveryNodeBelowAndNotTheDirectoryItself() {
    Version a = put(path("a"), "at the directory");
    Version x = put(path("a/x"), "1");
    Version deep = put(path("a/y/z"), "2");
    put(path("b"), "elsewhere");
    assertThat(store().list(path("a")))
        .extracting(Node::version)
        .containsExactly(x, deep)
        .doesNotContain(a);
    assertThat(store().list(path("a/x"))).isEmpty();
    assertThat(store().children(path("a"))).containsExactly("x", "y");
  }

  @Test
  @Rule("T6")
  default void aDirectoryDoesNotMatchItsLongerNamesake() {
    put(path("cells/zone1"), "1");
    put(path("cells2/zone1"), "2");
    put(path("cell"), "3");
    put(TopoPath.of("cells/zone1"), "4");
    assertThat(store().list(path("cells")))
        .extracting(node -> node.path().toString())
        .containsExactly("cells/zone1");
    assertThat(store().children(path("cells"))).containsExactly("zone1");
    assertThat(store().children(TopoPath.root()))
        .containsExactly("cell", "cells", "cells/zone1", "cells2");
  }

  @Test
  @Rule("T6")
  default void theOrderIsThatOfUnsignedBytesNameByName() {
    List<TopoPath> ordered =
        List.of(
            path("A"),
            path("a"),
            TopoPath.of("a", "z"),
            TopoPath.of("a", "z", "0"),
            TopoPath.of("a "),
            TopoPath.of("a!"),
            TopoPath.of("a-", "x"),
            TopoPath.of("a/"),
            path("a0"),
            path("aa"),
            path("b"),
            TopoPath.of("é"),
            TopoPath.of("日"),
            TopoPath.of("\uFFFD"),
            TopoPath.of("\uD83D\uDE00"));
    List<TopoPath> shuffled = new ArrayList<>(ordered);
    Collections.shuffle(shuffled, new Random(6));
    shuffled.forEach(path -> put(path, "v"));
    assertThat(store().list(TopoPath.root())).extracting(Node::path).isEqualTo(ordered);
    assertThat(store().children(TopoPath.root()))
        .isEqualTo(ordered.stream().map(path -> path.names().get(0)).distinct().toList());
  }

  @Test
  @Rule({"T6", "T10"})
  default void aListOfManyPagesIsWhole() {
    int many = 3_000;
    List<Mutation> writes =
        IntStream.range(0, many)
            .mapToObj(
                i ->
                    Mutation.put(
                        TopoPath.of("many", "d" + i % 7, "n%05d".formatted(i)),
                        bytes("v" + i),
                        Expect.absent()))
            .toList();
    assertThat(store().writeAll(writes))
        .hasSize(many)
        .hasOnlyElementsOfType(WriteResult.Written.class);
    List<Node> listed = store().list(path("many"));
    assertThat(listed).extracting(Node::path).isSorted().hasSize(many).doesNotHaveDuplicates();
    assertThat(store().children(path("many")))
        .containsExactly("d0", "d1", "d2", "d3", "d4", "d5", "d6");
  }

  @Test
  @Rule("T6")
  default void aDeletedTreeSparesItsSiblings() {
    put(path("a/x"), "1");
    put(path("a/y/z"), "2");
    put(path("ab"), "3");
    List<Mutation> deletes =
        store().list(path("a")).stream()
            .map(node -> Mutation.delete(node.path(), Expect.version(node.version())))
            .toList();
    store().writeAll(deletes);
    assertThat(store().children(TopoPath.root())).containsExactly("ab");
  }

  @Test
  @Rule("T6")
  default void aSnapshotListShowsOneMoment() {
    needs(Capability.SNAPSHOT_LIST, "");
    needs(Capability.ATOMIC_BATCH, "Batches.aBatchAppliesAllItsWrites");
    swap(0);
    AtomicBoolean listed = new AtomicBoolean();
    AtomicInteger swaps = new AtomicInteger();
    List<Integer> torn =
        Together.all(
            2,
            thread -> {
              if (thread == 0) {
                while (!listed.get()) {
                  swap(swaps.incrementAndGet());
                }
                return 0;
              }
              int wrong = 0;
              try {
                // However the threads are scheduled, what is listed changes meanwhile.
                for (int lists = 0; lists < 100 || swaps.get() < 20; lists++) {
                  wrong += shownValues().size() == 1 ? 0 : 1;
                }
              } finally {
                listed.set(true);
              }
              return wrong;
            });
    assertThat(torn).containsOnly(0);
  }

  private Set<ByteString> shownValues() {
    return store().list(path("pair")).stream().map(Node::value).collect(Collectors.toSet());
  }

  private void swap(int round) {
    store()
        .commit(
            Batch.builder()
                .put(path("pair/left"), bytes("round " + round), Expect.any())
                .put(path("pair/right"), bytes("round " + round), Expect.any())
                .build());
  }

  @Test
  @Rule("T31")
  default void whatAStoreKeepsForItselfIsNeverSeen() {
    for (String name : List.of("locks", "sessions", "leases", "elections")) {
      put(TopoPath.of(name, "of-a-user"), "v");
    }
    WatchRecorder watcher = watching(TopoPath.root()).awaitInSync();
    List<Node> before = store().list(TopoPath.root());
    assertThat(before).hasSize(4);
    Session session = closing(store().openSession(ttl()));
    closing(store().register(path("registered"), bytes("v"), RegistrationOptions.ttl(ttl())));
    session.create(path("bound"), bytes("v"));
    assertThat(store().children(TopoPath.root()))
        .containsExactly("bound", "elections", "leases", "locks", "registered", "sessions");
    assertThat(store().list(TopoPath.root())).hasSize(6).containsAll(before);
    watcher.awaitNodes(store().list(TopoPath.root()));
    assertThat(watcher.events(WatchEvent.Put.class)).hasSize(6);
  }
}
