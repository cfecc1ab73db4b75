package com.multigres.meta.topology.cells;

import static com.multigres.meta.topology.MemoryServer.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.multigres.meta.model.component.Cell;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.model.component.PoolerType;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Registration;
import com.multigres.meta.topo.RegistrationOptions;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topology.CellTopology;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.MemoryServer;
import com.multigres.meta.topology.TopoLayout;
import com.multigres.meta.topology.internal.wire.Multipooler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CellRegistrationTest {
  private static final Pooler POOLER =
      Pooler.builder(new ComponentId(ComponentType.POOLER, "zone1", "p1")).hostname("h1").build();
  private static final TopoPath PATH = TopoLayout.CANONICAL.component(POOLER.id());
  private static final RegistrationOptions FOR_LIFE =
      RegistrationOptions.ttl(Duration.ofSeconds(5));

  @RegisterExtension final MemoryServer server = new MemoryServer();

  private final Set<String> unreachable = ConcurrentHashMap.newKeySet();
  private final List<Registration.Event> events = new CopyOnWriteArrayList<>();
  private GlobalTopology global;
  private Cells cells;
  private CellRegistration<Pooler> registration;

  @BeforeEach
  void register() {
    global = GlobalTopology.of(server.open("global"), TopoLayout.CANONICAL);
    cells = server.closing(Cells.of(global, this::open));
    moveTo("old");
    registration = server.closing(cells.register(POOLER, FOR_LIFE.listener(events::add)));
  }

  private TopoStore open(Cell cell) {
    String root = cell.root().replace("/alias-of-", "/");
    if (unreachable.contains(cell.root())) {
      throw TopoException.refused(Code.UNAVAILABLE, "cut off");
    }
    Cell there = new Cell(cell.name(), cell.serverAddresses(), root);
    return CellResolver.like(server.uri("global"), StoreOptions.defaults()).open(there);
  }

  private void moveTo(String root) {
    global.cells().put(new Cell("zone1", List.of(), "/" + root));
  }

  private CellTopology zone1At(String root) {
    return CellTopology.of("zone1", server.open(root), TopoLayout.CANONICAL);
  }

  private Optional<Pooler> recordAt(String root) {
    try (TopoStore store = server.open(root)) {
      CellTopology cell = CellTopology.of("zone1", store, TopoLayout.CANONICAL);
      return cell.poolers().get(POOLER.id()).map(entry -> entry.record());
    }
  }

  private void awaitMoveTo(String root) {
    await()
        .untilAsserted(
            () -> {
              assertThat(registration.cell().root()).isEqualTo("/" + root);
              assertThat(registration.isRegistered()).isTrue();
            });
  }

  private static Pooler on(Pooler pooler, String host) {
    return pooler.toBuilder().hostname(host).build();
  }

  private static Pooler promoted(Pooler pooler) {
    return pooler.toBuilder().type(PoolerType.PRIMARY).build();
  }

  @Test
  void theComponentMovesWithItsCell() {
    moveTo("new");

    awaitMoveTo("new");
    await().untilAsserted(() -> assertThat(recordAt("old")).isEmpty());
    assertThat(recordAt("new")).contains(POOLER);
    assertThat(cells.poolers().records()).containsExactly(POOLER);
    await()
        .untilAsserted(
            () ->
                assertThat(events).singleElement().isInstanceOf(Registration.Event.Restored.class));
    registration.update(pooler -> on(pooler, "h2"));
    assertThat(recordAt("new")).contains(on(POOLER, "h2"));
    registration.close();
    registration.close();
    assertThat(recordAt("new")).isEmpty();
    assertRefused(Code.CLOSED, () -> registration.update(pooler -> pooler));
  }

  @Test
  void itMovesAsItStoodWithWhatOthersWrote() throws Exception {
    TopoStore old = server.open("old");
    ByteString added = ByteString.fromHex("9a06036e6577");
    var node = old.read(PATH).orElseThrow();
    old.write(PATH, node.value().concat(added), Expect.version(node.version()));
    zone1At("old").poolers().update(POOLER.id(), CellRegistrationTest::promoted);
    await().until(() -> registration.component().equals(promoted(POOLER)));

    moveTo("new");

    awaitMoveTo("new");
    assertThat(recordAt("new")).contains(promoted(POOLER));
    ByteString moved = server.open("new").read(PATH).orElseThrow().value();
    assertThat(Multipooler.parseFrom(moved).getUnknownFields().hasField(99)).isTrue();
  }

  @Test
  void anotherAddressOfTheSameStoreIsNoConflict() {
    moveTo("alias-of-old");
    awaitMoveTo("alias-of-old");
    assertThat(recordAt("old")).contains(POOLER);
    registration.update(pooler -> on(pooler, "h2"));
    assertThat(recordAt("old")).contains(on(POOLER, "h2"));
  }

  @Test
  void aCopyOfTheRecordThatCameWithTheCellsTreeIsTakenOver() {
    zone1At("new").register(POOLER);
    moveTo("new");
    awaitMoveTo("new");
    assertThat(server.open("new").read(PATH).orElseThrow().ephemeral()).isTrue();
  }

  @Test
  void whoStandsThereInASessionOfTheirOwnIsNotFought() {
    try (var other = zone1At("new").register(on(POOLER, "other"), FOR_LIFE)) {
      moveTo("new");
      await().until(() -> events.contains(new Registration.Event.TakenOver(PATH)));
      assertThat(registration.isRegistered()).isFalse();
      assertThat(recordAt("new")).contains(on(POOLER, "other"));
      assertThat(other.isRegistered()).isTrue();
      await().untilAsserted(() -> assertThat(recordAt("old")).isEmpty());
    }
  }

  @Test
  void whileTheNewStoreIsOutOfReachTheComponentStaysInTheOldOne() {
    unreachable.add("/new");
    moveTo("new");
    await().until(() -> !registration.isRegistered());
    registration.update(pooler -> on(pooler, "h2"));
    assertThat(recordAt("old")).contains(on(POOLER, "h2"));

    unreachable.clear();

    awaitMoveTo("new");
    assertThat(recordAt("new")).contains(on(POOLER, "h2"));
  }

  @Test
  void aCellThatGoesAndComesBackElsewhereIsFollowed() {
    global.cells().delete("zone1");
    await().until(() -> !registration.isRegistered());
    moveTo("new");
    awaitMoveTo("new");
    assertThat(recordAt("new")).contains(POOLER);
  }

  @Test
  void whatIsRefusedAtFirstLeavesNothingBehind() {
    assertRefused(Code.NODE_EXISTS, () -> cells.register(POOLER, FOR_LIFE));
    Pooler elsewhere = Pooler.builder(new ComponentId(ComponentType.POOLER, "zone2", "p1")).build();
    assertRefused(Code.NO_NODE, () -> cells.register(elsewhere, FOR_LIFE));
    assertThat(registration.isRegistered()).isTrue();
  }

  @Test
  void itEndsWithTheCells() {
    cells.close();
    await().untilAsserted(() -> assertThat(recordAt("old")).isEmpty());
    assertThat(registration.isRegistered()).isFalse();
  }

  @Test
  void closingLeavesNoThread() {
    registration.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("multigres-cell-registration"));
  }
}
