package com.multigres.meta.postgres.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.component.Cell;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.model.component.RoutingRole;
import com.multigres.meta.model.component.RoutingState;
import com.multigres.meta.model.component.RuleNumber;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.testservers.PostgresDatabase;
import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.testservers.PostgresSetup;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.TopoLayout;
import com.multigres.meta.topology.cells.CellResolver;
import com.multigres.meta.topology.cells.Cells;
import com.multigres.meta.view.ClusterSnapshot;
import com.multigres.meta.view.ClusterView;
import com.multigres.meta.view.Freshness;
import com.multigres.meta.view.Route;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A gateway's view while its topology server, or everything, is stopped and started again. */
class ClusterViewOnPostgresTest {
  @RegisterExtension
  static final PostgresExtension TOPOLOGY = PostgresExtension.own(PostgresSetup.temporary());

  @RegisterExtension static final PostgresExtension CATALOG = PostgresExtension.shared();

  private static final ShardKey HOME = new ShardKey("postgres", "default", "0-inf");
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final byte[] ANY_KEY = {};

  @TempDir Path folder;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private String topologyUri = "";
  private PostgresDatabase topology;
  private PostgresDatabase catalogDatabase;

  @BeforeEach
  void makeACluster() {
    topology = TOPOLOGY.freshDatabase();
    topologyUri = "postgresql://" + address(topology) + "?timeout=3s#/multigres/cluster1/global";
    catalogDatabase = CATALOG.freshDatabase();
    initialiseCatalog();
    asSomebodyElse(
        (global, cells) -> {
          global.cells().put(new Cell("zone1", List.of(), "/multigres/cluster1/zone1"));
          global.cells().put(new Cell("zone2", List.of(), "/multigres/cluster1/zone2"));
          cells.with("zone1", zone -> zone.register(primary()));
        });
  }

  private void initialiseCatalog() {
    try (CatalogStore catalog = CatalogStores.open(catalogUri(), credentials(catalogDatabase))) {
      catalog.initialise();
    }
  }

  private void useCatalogOf(PostgresDatabase database) {
    catalogDatabase = database;
    initialiseCatalog();
  }

  private String catalogUri() {
    return "postgresql://" + address(catalogDatabase) + "?timeout=3s";
  }

  private static String address(PostgresDatabase database) {
    return database.host() + ":" + database.port() + "/" + database.name();
  }

  private StoreOptions credentials(PostgresDatabase database) {
    return StoreOptions.builder()
        .user(database.user())
        .password(database::password)
        .lazy(true)
        .build();
  }

  private static Pooler primary() {
    return pooler("zone1", "p1").toBuilder()
        .routingState(new RoutingState(RoutingRole.PRIMARY, new RuleNumber(1, 0)))
        .build();
  }

  private static Pooler pooler(String cell, String name) {
    return Pooler.builder(new ComponentId(ComponentType.POOLER, cell, name)).shardKey(HOME).build();
  }

  /** What is done to the topology. */
  private interface Work {
    void on(GlobalTopology global, Cells cells);
  }

  private void asSomebodyElse(Work work) {
    StoreOptions eagerly = credentials(topology).toBuilder().lazy(false).build();
    try (TopoStore store = TopoStores.open(topologyUri, eagerly)) {
      GlobalTopology global = GlobalTopology.of(store, TopoLayout.CANONICAL);
      try (Cells cells = Cells.of(global, CellResolver.like(topologyUri, eagerly))) {
        work.on(global, cells);
      }
    }
  }

  private ClusterView start() {
    StoreOptions lazily = credentials(topology);
    TopoStore store = closing(TopoStores.open(topologyUri, lazily));
    GlobalTopology global = GlobalTopology.of(store, TopoLayout.CANONICAL);
    Cells cells = closing(Cells.of(global, CellResolver.like(topologyUri, lazily)));
    CatalogStore catalog = closing(CatalogStores.open(catalogUri(), credentials(catalogDatabase)));
    return closing(
        ClusterView.of("cluster1", global, cells)
            .catalog(catalog)
            .proveCatalogEvery(Duration.ofSeconds(1))
            .nearest("zone1")
            .file(folder.resolve("cluster1.view"))
            .start());
  }

  private <C extends AutoCloseable> C closing(C resource) {
    opened.push(resource);
    return resource;
  }

  @AfterEach
  void closeEverything() throws Exception {
    if (!TOPOLOGY.process().running()) {
      TOPOLOGY.process().restart();
    }
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }

  private static void awaitView(ClusterView view, Predicate<ClusterSnapshot> condition) {
    await().atMost(LONG).until(() -> condition.test(view.snapshot()));
  }

  private static boolean answers(ClusterView view) {
    return view.snapshot().route("", "default", ANY_KEY).flatMap(Route::primary).isPresent();
  }

  private static boolean topologyIsStale(ClusterSnapshot view) {
    return view.topologyFreshness() instanceof Freshness.Stale
        && view.staleCells().values().stream().allMatch(Freshness.Stale.class::isInstance)
        && view.staleCells().size() == 2;
  }

  @Test
  void whileTheTopologyServerIsStoppedTheViewAnswersAndThenFollowsAgain() {
    ClusterView view = start();
    awaitView(view, ClusterSnapshot::isCurrent);
    Instant running = Instant.now();
    TOPOLOGY.process().stop();

    awaitView(view, ClusterViewOnPostgresTest::topologyIsStale);
    assertThat(answers(view)).isTrue();
    assertThat(view.snapshot().catalogFreshness()).isInstanceOf(Freshness.Current.class);
    assertThat(view.snapshot().staleCells().get("zone1"))
        .isInstanceOfSatisfying(
            Freshness.Stale.class,
            cell ->
                assertThat(cell.since())
                    .isBetween(running.minusSeconds(1), Instant.now().plusSeconds(1)));

    TOPOLOGY.process().restart();
    Pooler late = pooler("zone2", "p2");
    asSomebodyElse((global, cells) -> cells.with("zone2", zone -> zone.register(late)));
    awaitView(view, v -> v.isCurrent() && v.component(late.id()).isPresent());
  }

  @Test
  void aKilledServerIsNoDifferentFromAStoppedOne() {
    ClusterView view = start();
    awaitView(view, ClusterSnapshot::isCurrent);
    TOPOLOGY.process().kill();
    awaitView(view, ClusterViewOnPostgresTest::topologyIsStale);
    assertThat(answers(view)).isTrue();
    TOPOLOGY.process().restart();
    asSomebodyElse(
        (global, cells) -> cells.with("zone1", zone -> zone.poolers().delete(primary().id())));
    awaitView(view, v -> v.isCurrent() && v.component(primary().id()).isEmpty());
  }

  @Test
  void aViewStartedFromItsFileWhileEverythingIsStoppedAnswersAndFollowsLater() {
    useCatalogOf(topology);
    try (ClusterView first = start()) {
      awaitView(first, v -> v.isCurrent() && answers(first));
    }
    TOPOLOGY.process().stop();

    ClusterView view = start();
    assertThat(answers(view)).isTrue();
    assertThat(view.snapshot()).matches(ClusterViewOnPostgresTest::topologyIsStale);
    assertThat(view.snapshot().catalogFreshness()).isInstanceOf(Freshness.Stale.class);

    TOPOLOGY.process().restart();
    try (CatalogStore catalog = CatalogStores.open(catalogUri(), credentials(topology))) {
      catalog.apply(List.of(CreateDatabase.named("db1")), ApplyOptions.none());
    }
    awaitView(view, v -> v.isCurrent() && v.database("db1").isPresent());
  }

  @Test
  void aViewStartedWithoutAFileWhileEverythingIsStoppedSaysSoAndFollowsLater() {
    useCatalogOf(topology);
    TOPOLOGY.process().stop();
    ClusterView view = start();
    assertThat(view.snapshot().topologyFreshness()).isInstanceOf(Freshness.Unknown.class);
    assertThat(view.snapshot().catalogFreshness()).isInstanceOf(Freshness.Unknown.class);
    assertThat(view.snapshot().routes()).isEmpty();
    TOPOLOGY.process().restart();
    awaitView(view, v -> v.isCurrent() && answers(view));
  }

  @Test
  void anAreaThatIsNotInitialisedIsWaitedFor() {
    PostgresDatabase empty = CATALOG.freshDatabase();
    catalogDatabase = empty;
    ClusterView view = start();
    awaitView(
        view,
        v ->
            v.catalogFreshness() instanceof Freshness.Unknown unknown
                && unknown.reason().contains("C1"));
    useCatalogOf(empty);
    awaitView(view, ClusterSnapshot::isCurrent);
    assertThat(Optional.of(view.snapshot()).flatMap(v -> v.database(""))).isPresent();
  }
}
