package com.multigres.meta.testkit.topo;

import static com.multigres.meta.testkit.topo.TopoFixture.bytes;
import static com.multigres.meta.testkit.topo.TopoFixture.eventually;
import static com.multigres.meta.testkit.topo.TopoFixture.path;
import static com.multigres.meta.testkit.topo.TopoFixture.refused;
import static com.multigres.meta.testkit.topo.TopoFixture.standing;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.model.component.Cell;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.testkit.topo.internal.TreeCopy;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.WriteResult;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.TopoLayout;
import com.multigres.meta.topology.cells.CellLease;
import com.multigres.meta.topology.cells.Cells;
import com.multigres.meta.topology.cells.Discovery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * What operators do: a server that takes no writes, copies from store to store, cells that have
 * stores of their own (T5, T6, T10 to T12).
 */
interface OperationRules extends TopoFixture {

  @Test
  @Rule({"T11", "T5", "T14"})
  default void aServerWithoutRoomIsReadAndWatchedOnAndRefusesWrites() {
    Faults faults = faults(Fault.FILL_QUOTA);
    Version before = put(path("a"), "1");
    WatchRecorder watcher = watching(TopoPath.root()).awaitInSync();
    faults.fillQuota();
    refused(
        Code.RESOURCE_EXHAUSTED,
        () -> store().write(path("a"), bytes("2"), Expect.version(before)));
    refused(Code.RESOURCE_EXHAUSTED, () -> store().write(path("b"), bytes("2"), Expect.absent()));
    assertThat(standing(another(), path("a")).version()).isEqualTo(before);
    assertThat(store().list(TopoPath.root())).hasSize(1);
    faults.freeQuota();
    eventually()
        .ignoreException(TopoException.class)
        .until(() -> !put(path("a"), "3").equals(before));
    watcher.awaitNodes(store().list(TopoPath.root()));
    assertThat(watcher.storyOf(path("b"))).as("what was refused").isEmpty();
  }

  @Test
  @Rule({"T1", "T6", "T8", "T10"})
  default void copyingTwiceIsCopyingOnce() {
    String[] odd = {"cells/zone1", "cells2", "a/b/c", "Ü/ß", "%41", "..."};
    for (String one : odd) {
      put(TopoPath.of("copied").child(one), "value of " + one);
      put(path("in/parts").child(one).child("below"), "");
    }
    put(path("in/parts"), "a node with descendants");
    TopoStore reference = closing(TopoStores.open("memory://copy-" + UUID.randomUUID()));
    reference.write(path("leftover"), bytes("of an earlier copy"), Expect.absent());
    copyTwice(store(), reference);
    TopoStore other = below("elsewhere");
    other.write(path("leftover"), bytes("of an earlier copy"), Expect.absent());
    copyTwice(reference, other);
  }

  private static void copyTwice(TopoStore from, TopoStore to) {
    List<Node> source = from.list(TopoPath.root());
    assertThat(TreeCopy.copy(from, to))
        .isNotEmpty()
        .noneMatch(WriteResult.Failed.class::isInstance);
    List<Node> copied = to.list(TopoPath.root());
    assertThat(contents(copied)).isEqualTo(contents(source));
    assertThat(TreeCopy.copy(from, to)).as("what a second copy writes").isEmpty();
    assertThat(to.list(TopoPath.root())).isEqualTo(copied);
    assertThat(from.list(TopoPath.root())).as("the source").isEqualTo(source);
  }

  private static List<Map.Entry<TopoPath, String>> contents(List<Node> nodes) {
    return nodes.stream().map(node -> Map.entry(node.path(), node.value().toStringUtf8())).toList();
  }

  private static Pooler pooler(String cell) {
    return Pooler.builder(new ComponentId(ComponentType.POOLER, cell, "p-" + cell)).build();
  }

  private static void register(Cells cells, String cell) {
    cells.with(cell, topology -> topology.register(pooler(cell)));
  }

  /** The cells of a cluster; their stores are put into a map by root. */
  private Cells cells(GlobalTopology global, Map<String, TopoStore> opened) {
    return closing(
        Cells.of(
            global,
            cell -> {
              TopoStore own = below(cell.root().substring(1));
              opened.put(cell.root(), own);
              return own.withTimeout(Duration.ofSeconds(5));
            }));
  }

  @Test
  @Rule("T5")
  default void aDeadCellIsNamedHidesNoOtherAndForgetsNothing() {
    Faults faults = faults(Fault.CUT);
    GlobalTopology global = GlobalTopology.of(below("global"), TopoLayout.CANONICAL);
    Map<String, TopoStore> opened = new ConcurrentHashMap<>();
    Cells cells = cells(global, opened);
    for (String zone : List.of("zone1", "zone2", "zone3")) {
      global.cells().create(new Cell(zone, List.of(), "/" + zone));
      register(cells, zone);
    }
    faults.cut(Objects.requireNonNull(opened.get("/zone2")));
    Discovery<Pooler> found = cells.poolers();
    assertThat(found.records()).containsExactly(pooler("zone1"), pooler("zone3"));
    assertThat(found.unreachableCells()).containsOnlyKeys("zone2");
    faults.reconnect(Objects.requireNonNull(opened.get("/zone2")));
    eventually().until(() -> cells.poolers().isComplete());
    assertThat(cells.poolers().records())
        .containsExactly(pooler("zone1"), pooler("zone2"), pooler("zone3"));
  }

  @Test
  @Rule("T12")
  default void aCellThatMovesIsFollowed() {
    GlobalTopology global = GlobalTopology.of(below("global"), TopoLayout.CANONICAL);
    Map<String, TopoStore> opened = new ConcurrentHashMap<>();
    Cells cells = cells(global, opened);
    global.cells().create(new Cell("zone1", List.of(), "/old"));
    AtomicBoolean moved = new AtomicBoolean();
    try (CellLease lease = cells.lease("zone1")) {
      lease.onMoved(() -> moved.set(true));
      global.cells().put(new Cell("zone1", List.of(), "/new"));
      eventually().untilTrue(moved);
    }
    register(cells, "zone1");
    assertThat(below("old").list(TopoPath.root())).isEmpty();
    assertThat(below("new").list(TopoPath.root())).hasSize(1);
    assertThat(opened).containsOnlyKeys("/old", "/new");
  }
}
