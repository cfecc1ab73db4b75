package com.multigres.meta.topology.cells;

import static com.multigres.meta.topology.MemoryServer.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.multigres.meta.model.component.Cell;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topology.CellTopology;
import com.multigres.meta.topology.FaultyStore;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.MemoryServer;
import com.multigres.meta.topology.RecordCodecs;
import com.multigres.meta.topology.TopoLayout;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CellsTest {
  private static final TopoLayout LAYOUT = TopoLayout.CANONICAL;

  @RegisterExtension final MemoryServer server = new MemoryServer();

  private final List<TopoStore> opened = new CopyOnWriteArrayList<>();
  private final Map<String, TopoException> failing = new ConcurrentHashMap<>();
  private FaultyStore line;
  private GlobalTopology global;
  private Cells cells;

  @BeforeEach
  void open() {
    line = new FaultyStore(server.open("global"));
    global = GlobalTopology.of(line.view(), LAYOUT);
    cells = server.closing(Cells.of(global, this::open));
  }

  private TopoStore open(Cell cell) {
    TopoException failure = failing.get(cell.name());
    if (failure != null) {
      throw failure;
    }
    TopoStore store = CellResolver.like(server.uri("global"), StoreOptions.defaults()).open(cell);
    opened.add(store);
    return store;
  }

  private static Cell cell(String name, String root, String... addresses) {
    return new Cell(name, List.of(addresses), root);
  }

  private static Pooler pooler(String cell, String name) {
    return Pooler.builder(new ComponentId(ComponentType.POOLER, cell, name)).build();
  }

  private void register(Pooler pooler) {
    cells.with(pooler.id().cell(), topology -> topology.register(pooler));
  }

  @Test
  void aRootThatOthersWroteWithASlashTooManyIsRead() {
    global.cells().create(cell("zone1", "/zone1//inner/"));
    register(pooler("zone1", "p1"));
    CellTopology direct = CellTopology.of("zone1", server.open("zone1/inner"), LAYOUT);
    assertThat(direct.poolers().list().records()).containsExactly(pooler("zone1", "p1"));
  }

  @Test
  void aCellWithoutServersIsOnTheGlobalOnesUnderItsRoot() {
    global.cells().create(cell("zone1", "/zone1"));
    register(pooler("zone1", "p1"));
    CellTopology direct = CellTopology.of("zone1", server.open("zone1"), LAYOUT);
    assertThat(direct.poolers().list().records()).containsExactly(pooler("zone1", "p1"));
  }

  @Test
  void aCellWithServersIsThere() {
    global.cells().create(cell("zone1", "/r", "http://other-" + hashCode() + ":1"));
    register(pooler("zone1", "p1"));
    CellTopology onGlobal = CellTopology.of("zone1", server.open("r"), LAYOUT);
    assertThat(onGlobal.poolers().list().records()).isEmpty();
    assertThat(cells.poolers().records()).containsExactly(pooler("zone1", "p1"));
  }

  @Test
  void aStoreIsOpenedOnceAndKept() {
    global.cells().create(cell("zone1", "/zone1"));
    register(pooler("zone1", "p1"));
    register(pooler("zone1", "p2"));
    cells.poolers();
    assertThat(opened).hasSize(1);
  }

  @Test
  void theNextUseAfterAChangeOfTheRecordConnectsAnewAndTheOldStoreIsClosed() {
    global.cells().create(cell("zone1", "/old"));
    register(pooler("zone1", "p1"));

    global.cells().put(cell("zone1", "/new"));

    assertThat(cells.poolers().records()).isEmpty();
    register(pooler("zone1", "p2"));
    assertThat(cells.poolers().records()).containsExactly(pooler("zone1", "p2"));
    await().until(() -> opened.get(0).connectionState() == ConnectionState.CLOSED);
    assertThat(opened).hasSize(2);
  }

  @Test
  void theSameServersInAnotherFormAreNoChange() {
    String address = "h-" + hashCode() + ":1";
    global.cells().create(cell("zone1", "/r", address));
    cells.lease("zone1").close();
    Cell withUrl = cell("zone1", "/r", "http://" + address + "/");
    global.store().write(LAYOUT.cell("zone1"), RecordCodecs.CELL.encode(withUrl), Expect.any());

    cells.lease("zone1").close();

    assertThat(opened).hasSize(1);
    assertThat(opened.get(0).connectionState()).isEqualTo(ConnectionState.CONNECTED);
  }

  @Test
  void whoeverUsesTheOldStoreIsToldAndKeepsItUntilDone() {
    global.cells().create(cell("zone1", "/old"));
    CountDownLatch moved = new CountDownLatch(1);
    try (CellLease old = cells.lease("zone1")) {
      old.onMoved(moved::countDown);
      global.cells().put(cell("zone1", "/new"));
      await().until(() -> moved.await(0, TimeUnit.SECONDS));
      try (CellLease current = cells.lease("zone1")) {
        assertThat(current.cell().root()).isEqualTo("/new");
        assertThat(old.cell().root()).isEqualTo("/old");
        assertThat(old.topology().poolers().list().records()).isEmpty();
      }
      assertThat(opened.get(0).connectionState()).isEqualTo(ConnectionState.CONNECTED);
    }
    assertThat(opened.get(0).connectionState()).isEqualTo(ConnectionState.CLOSED);
    assertThat(opened.get(1).connectionState()).isEqualTo(ConnectionState.CONNECTED);
  }

  @Test
  void whoeverAsksAfterTheMoveIsToldAtOnce() {
    global.cells().create(cell("zone1", "/old"));
    AtomicInteger told = new AtomicInteger();
    try (CellLease old = cells.lease("zone1")) {
      global.cells().put(cell("zone1", "/new"));
      cells.lease("zone1").close();
      old.onMoved(told::incrementAndGet);
      assertThat(told).hasValue(1);
    }
  }

  @Test
  void aCellThatIsGoneIsNotFoundAndItsStoreIsClosed() {
    global.cells().create(cell("zone1", "/zone1"));
    cells.lease("zone1").close();
    global.cells().delete("zone1");
    assertRefused(Code.NO_NODE, () -> cells.lease("zone1")).hasMessageContaining("'zone1'");
    await().until(() -> opened.get(0).connectionState() == ConnectionState.CLOSED);
  }

  @Test
  void aCellThatCannotBeReachedIsNamedAndHidesNoOther() {
    for (String name : List.of("zone1", "zone2", "zone3")) {
      global.cells().create(cell(name, "/" + name));
    }
    register(pooler("zone1", "p1"));
    register(pooler("zone3", "p3"));
    failing.put("zone2", TopoException.refused(Code.UNAVAILABLE, "h2:2379 does not answer"));

    Discovery<Pooler> found = cells.poolers();

    assertThat(found.records()).containsExactly(pooler("zone1", "p1"), pooler("zone3", "p3"));
    assertThat(found.unreachableCells()).containsOnlyKeys("zone2");
    assertThat(found.isComplete()).isFalse();
    assertThat(found.unreachableCells().get("zone2")).hasMessageContaining("h2:2379");

    failing.clear();
    register(pooler("zone2", "p2"));
    assertThat(cells.poolers().records()).hasSize(3);
    assertThat(cells.poolers().isComplete()).isTrue();
  }

  @Test
  void aCellThatDoesNotAnswerDelaysNoOther() throws Exception {
    global.cells().create(cell("slow", "/slow"));
    global.cells().create(cell("zone1", "/zone1"));
    CountDownLatch zone1Opened = new CountDownLatch(1);
    try (Cells patient =
        Cells.of(
            global,
            cell -> {
              if (cell.name().equals("slow")) {
                awaitQuietly(zone1Opened);
                throw TopoException.refused(Code.TIMEOUT, "no answer");
              }
              zone1Opened.countDown();
              return open(cell);
            })) {
      assertThat(patient.poolers().unreachableCells()).containsOnlyKeys("slow");
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aRecordThatMakesNoSenseMakesItsCellUnreachable() {
    global.cells().create(cell("rootless", ""));
    global.cells().create(cell("zone1", "/zone1"));
    Discovery<Pooler> found = cells.poolers();
    assertThat(found.unreachableCells()).containsOnlyKeys("rootless");
    assertThat(found.unreachableCells().get("rootless"))
        .hasMessageContaining("rootless")
        .hasMessageContaining("root");
  }

  @Test
  void cellsThatShareARootAreSearchedWithoutRepeats() {
    global.cells().create(cell("zone1", "/shared"));
    global.cells().create(cell("zone2", "/shared"));
    register(pooler("zone1", "p1"));
    register(pooler("zone2", "p2"));
    assertThat(cells.poolers().records())
        .containsExactly(pooler("zone1", "p1"), pooler("zone2", "p2"));
    assertThat(cells.components().records()).hasSize(2);
    assertThat(cells.gateways().records()).isEmpty();
    assertThat(cells.orchestrators().isComplete()).isTrue();
  }

  @Test
  void openCellsStayUsableWhileTheGlobalTopologyIsOutOfReach() {
    global.cells().create(cell("zone1", "/zone1"));
    register(pooler("zone1", "p1"));
    line.cut();
    register(pooler("zone1", "p2"));
    assertThat(cells.<Integer>with("zone1", zone1 -> zone1.poolers().list().records().size()))
        .isEqualTo(2);
    assertRefused(Code.UNAVAILABLE, () -> cells.lease("zone2"));
    assertRefused(Code.UNAVAILABLE, () -> cells.poolers());
  }

  @Test
  void aSuspendedGlobalTopologyIsNotEvenAsked() {
    global.cells().create(cell("zone1", "/zone1"));
    cells.lease("zone1").close();
    line.suspend();
    line.calls().clear();
    cells.lease("zone1").close();
    assertThat(line.calls()).isEmpty();
  }

  @Test
  void closingClosesTheStoresAndFurtherUseIsRefused() {
    global.cells().create(cell("zone1", "/zone1"));
    global.cells().create(cell("zone2", "/zone2"));
    cells.lease("zone1").close();
    CellLease used = cells.lease("zone2");

    cells.close();
    cells.close();

    assertThat(opened.get(0).connectionState()).isEqualTo(ConnectionState.CLOSED);
    assertThat(opened.get(1).connectionState()).isEqualTo(ConnectionState.CONNECTED);
    used.close();
    used.close();
    assertThat(opened.get(1).connectionState()).isEqualTo(ConnectionState.CLOSED);
    assertRefused(Code.CLOSED, () -> cells.lease("zone1"));
    assertRefused(Code.CLOSED, () -> cells.poolers());
  }

  @Test
  void anInterruptedSearchSaysSo() {
    global.cells().create(cell("zone1", "/zone1"));
    cells.poolers();
    Thread.currentThread().interrupt();
    try {
      assertRefused(Code.INTERRUPTED, () -> cells.poolers());
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
