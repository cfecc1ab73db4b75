package com.multigres.meta.benchmarks;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.memory.topo.MemoryTopoServer;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.KeyRange;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.component.Cell;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.model.component.Gateway;
import com.multigres.meta.model.component.Lifecycle;
import com.multigres.meta.model.component.LifecycleStatus;
import com.multigres.meta.model.component.Orchestrator;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.model.component.PoolerType;
import com.multigres.meta.model.component.RoutingRole;
import com.multigres.meta.model.component.RoutingState;
import com.multigres.meta.model.component.RuleNumber;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topology.CellTopology;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.TopoLayout;
import com.multigres.meta.topology.cells.CellResolver;
import com.multigres.meta.topology.cells.Cells;
import com.multigres.meta.view.ClusterView;
import com.multigres.meta.view.ClusterViewBuilder;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A cluster in memory as large as a view is measured with: 20 cells with 10,000 components, and a
 * catalog of 1,000 databases and 100,000 shards. Three poolers stand for each of 3,200 shards.
 */
final class LargeCluster implements AutoCloseable {
  static final int CELLS = 20;
  static final int SERVED_SHARDS = 3_200;
  static final int OTHERS_OF_EACH_KIND = 200;
  private static final int SHARDS_IN_GROUP = LargeCatalog.SHARDS / LargeCatalog.DATABASES - 1;
  private static final StoreOptions LAZILY = StoreOptions.builder().lazy(true).build();

  private final String name;
  private final Deque<Runnable> opened = new ArrayDeque<>();
  private final List<KeyRange> ranges = KeyRange.full().split(SHARDS_IN_GROUP);

  /** A cluster in this process; two of one name are the same one. */
  LargeCluster(String name) {
    this.name = name;
  }

  /** Fills it. */
  void fill() {
    GlobalTopology global = global();
    for (int i = 0; i < CELLS; i++) {
      global.cells().put(new Cell(cell(i), List.of(), "/" + cell(i)));
    }
    List<List<Pooler>> poolers = new ArrayList<>();
    for (int i = 0; i < CELLS; i++) {
      poolers.add(new ArrayList<>());
    }
    for (int i = 0; i < 3 * SERVED_SHARDS; i++) {
      poolers.get(i % CELLS).add(pooler(i, 1));
    }
    for (int i = 0; i < CELLS; i++) {
      cell(i, poolers.get(i));
    }
    catalog().initialise();
    List<CatalogChange> changes = new ArrayList<>();
    for (int i = 1; i < LargeCatalog.DATABASES; i++) {
      String database = LargeCatalog.databaseName(i);
      changes.add(CatalogChange.CreateDatabase.named(database));
      changes.add(CatalogChange.CreateTableGroup.ofShards(database, "tg", SHARDS_IN_GROUP, false));
    }
    changes.add(
        CatalogChange.CreateTableGroup.ofShards(
            LargeCatalog.databaseName(0), "tg", SHARDS_IN_GROUP, false));
    catalog().apply(changes, ApplyOptions.none());
  }

  private void cell(int number, List<Pooler> poolers) {
    CellTopology topology = topologyOf(number);
    topology.poolers().putAll(poolers);
    Map<String, Integer> ports = Map.of("grpc", 15_991, "postgres", 15_432);
    for (int i = number; i < OTHERS_OF_EACH_KIND; i += CELLS) {
      topology.register(
          new Gateway(id(ComponentType.GATEWAY, number, i), "gateway-" + i, ports, i));
      topology.register(
          new Orchestrator(id(ComponentType.ORCHESTRATOR, number, i), "orch-" + i, ports));
    }
  }

  private static ComponentId id(ComponentType type, int cell, int number) {
    return new ComponentId(type, cell(cell), "c" + number);
  }

  static String cell(int number) {
    return "zone" + number;
  }

  /** The shard that a pooler stands for. */
  ShardKey shard(int pooler) {
    int shard = pooler / 3;
    String database = LargeCatalog.databaseName(shard % LargeCatalog.DATABASES);
    return new ShardKey(database, "tg", ranges.get(shard / LargeCatalog.DATABASES).shardName());
  }

  /** A pooler; the first of each shard is its primary. */
  Pooler pooler(int number, long term) {
    boolean primary = number % 3 == 0;
    return Pooler.builder(id(ComponentType.POOLER, number % CELLS, number))
        .shardKey(shard(number))
        .type(primary ? PoolerType.PRIMARY : PoolerType.REPLICA)
        .routingState(
            new RoutingState(
                primary ? RoutingRole.PRIMARY : RoutingRole.REPLICA, new RuleNumber(term, 0)))
        .lifecycle(new Lifecycle(LifecycleStatus.ACTIVE, "", Instant.ofEpochSecond(1_700_000_000)))
        .hostname("pooler-" + number + ".multigres.svc.cluster.local")
        .port("grpc", 15_270)
        .port("http", 15_200)
        .port("postgres", 5_432)
        .poolerDir("/var/lib/pooler/" + number)
        .pgDataDir("/var/lib/pooler/" + number + "/pg_data")
        .build();
  }

  CellTopology topologyOf(int cell) {
    return CellTopology.of(cell(cell), open("/" + cell(cell)), TopoLayout.CANONICAL);
  }

  CatalogStore catalog() {
    return closing(CatalogStores.open("memory://" + name), CatalogStore::close);
  }

  private GlobalTopology global() {
    return GlobalTopology.of(open("/global"), TopoLayout.CANONICAL);
  }

  private TopoStore open(String root) {
    return closing(TopoStores.open("memory://" + name + root, LAZILY), TopoStore::close);
  }

  /** From now on nobody reaches the topology. */
  void stop() {
    closing(MemoryTopoServer.named(name), MemoryTopoServer::close).stop();
  }

  /** A view of it that is yet to be started, on stores of its own. */
  ClusterViewBuilder view() {
    GlobalTopology own = global();
    Cells cells =
        closing(
            Cells.of(own, CellResolver.like("memory://" + name + "/global", LAZILY)), Cells::close);
    return ClusterView.of("large", own, cells).catalog(catalog()).nearest(cell(3), cell(4));
  }

  private <C> C closing(C resource, Consumer<C> close) {
    opened.push(() -> close.accept(resource));
    return resource;
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      opened.pop().run();
    }
  }
}
