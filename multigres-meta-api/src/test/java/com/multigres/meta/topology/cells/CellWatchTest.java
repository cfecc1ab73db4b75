package com.multigres.meta.topology.cells;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.multigres.meta.model.component.Cell;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topology.CellTopology;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.MemoryServer;
import com.multigres.meta.topology.RecordEvent;
import com.multigres.meta.topology.TopoLayout;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CellWatchTest {
  private static final TopoLayout LAYOUT = TopoLayout.CANONICAL;
  private static final Pooler P1 = pooler("p1");
  private static final Pooler P2 = pooler("p2");

  @RegisterExtension final MemoryServer server = new MemoryServer();

  private final List<RecordEvent<Pooler>> told = new CopyOnWriteArrayList<>();
  private final AtomicBoolean outOfReach = new AtomicBoolean();
  private GlobalTopology global;
  private Cells cells;

  @BeforeEach
  void open() {
    global = GlobalTopology.of(server.open("global"), LAYOUT);
    cells = server.closing(Cells.of(global, this::open));
  }

  private TopoStore open(Cell cell) {
    if (outOfReach.get()) {
      throw TopoException.refused(Code.UNAVAILABLE, "nobody answers");
    }
    return CellResolver.like(server.uri("global"), StoreOptions.defaults()).open(cell);
  }

  private static Pooler pooler(String name) {
    return Pooler.builder(new ComponentId(ComponentType.POOLER, "zone1", name)).build();
  }

  private static TopoPath path(Pooler pooler) {
    return LAYOUT.component(pooler.id());
  }

  private Watch watch() {
    return server.closing(cells.watch("zone1", CellTopology::poolers, told::add));
  }

  private CellTopology at(String root) {
    return CellTopology.of("zone1", server.open(root), LAYOUT);
  }

  private void move(String root) {
    global.cells().put(new Cell("zone1", List.of(), "/" + root));
  }

  private List<Pooler> present() {
    return told.stream()
        .filter(RecordEvent.Present.class::isInstance)
        .map(event -> ((RecordEvent.Present<Pooler>) event).entry().record())
        .toList();
  }

  private long syncs() {
    return told.stream().filter(RecordEvent.InSync.class::isInstance).count();
  }

  @Test
  void aMoveIsToldAsTheDifferenceBetweenBothStores() {
    at("old").register(P1);
    at("new").register(P2);
    move("old");
    watch();
    await().until(() -> syncs() == 1);

    move("new");
    await().until(() -> syncs() == 2);

    assertThat(present()).containsExactly(P1, P2);
    assertThat(told).hasSize(5);
    assertThat(told.get(3)).isEqualTo(new RecordEvent.Removed<>(path(P1), Optional.of(P1)));

    at("old").poolers().delete(P1.id());
    at("new").poolers().delete(P2.id());
    await().until(() -> told.size() == 6);
    assertThat(told.get(5)).isEqualTo(new RecordEvent.Removed<>(path(P2), Optional.of(P2)));
  }

  @Test
  void aCellThatDoesNotExistYetIsWaitedFor() {
    watch();
    at("here").register(P1);
    move("here");
    await().until(() -> syncs() == 1);
    assertThat(present()).containsExactly(P1);
  }

  @Test
  void aCellThatIsTakenOutTakesItsRecordsWithIt() {
    at("here").register(P1);
    move("here");
    watch();
    await().until(() -> syncs() == 1);
    global.cells().delete("zone1");
    await().until(() -> told.contains(new RecordEvent.Removed<>(path(P1), Optional.of(P1))));
  }

  @Test
  void nothingIsForgottenWhileTheNewStoreIsOutOfReach() {
    at("old").register(P1);
    move("old");
    watch();
    await().until(() -> syncs() == 1);
    outOfReach.set(true);
    at("new").register(P1);
    move("new");
    await()
        .during(1_200, TimeUnit.MILLISECONDS)
        .until(() -> told.stream().noneMatch(RecordEvent.Removed.class::isInstance));

    outOfReach.set(false);
    await().until(() -> syncs() == 2);

    assertThat(told).noneMatch(RecordEvent.Removed.class::isInstance);
  }

  @Test
  void aThrowingListenerGoesOnBeingTold() {
    move("here");
    List<RecordEvent<Pooler>> seen = new CopyOnWriteArrayList<>();
    server.closing(
        cells.watch(
            "zone1",
            CellTopology::poolers,
            event -> {
              seen.add(event);
              throw new IllegalStateException("the listener's own fault");
            }));
    await().until(() -> seen.size() == 1);
    at("here").register(P1);
    await().until(() -> seen.size() == 2);
  }

  @Test
  void afterCloseNothingIsToldAndNoThreadIsLeft() {
    move("here");
    Watch watch = watch();
    await().until(() -> syncs() == 1);
    watch.close();
    watch.close();
    at("here").register(P1);
    assertThat(told).hasSize(1);
    assertThat(watchThreads()).isEmpty();
  }

  @Test
  void theListenerItselfMayClose() throws Exception {
    move("here");
    CountDownLatch done = new CountDownLatch(1);
    CompletableFuture<Watch> own = new CompletableFuture<>();
    own.complete(
        cells.watch(
            "zone1",
            CellTopology::poolers,
            event -> {
              told.add(event);
              own.join().close();
              done.countDown();
            }));
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    await().until(() -> watchThreads().isEmpty());
    at("here").register(P1);
    assertThat(told).hasSize(1);
  }

  @Test
  void closingTheCellsEndsTheirWatches() {
    move("here");
    watch();
    await().until(() -> syncs() == 1);
    cells.close();
    await().until(() -> watchThreads().isEmpty());
  }

  private static List<String> watchThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("multigres-cell-watch-"))
        .toList();
  }
}
