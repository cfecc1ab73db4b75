package com.multigres.meta.testkit.topo;

import static com.multigres.meta.testkit.topo.TopoFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.model.component.Cell;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.TopoLayout;
import com.multigres.meta.topology.cells.CellLease;
import com.multigres.meta.topology.cells.Cells;
import com.multigres.meta.topology.cells.Discovery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Cells that have stores of their own (T5, T12). */
interface CellRules extends TopoFixture {

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
