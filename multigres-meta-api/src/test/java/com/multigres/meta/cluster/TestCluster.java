package com.multigres.meta.cluster;

import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.cluster.bridge.BridgeRunner;
import com.multigres.meta.cluster.bridge.BridgeSettings;
import com.multigres.meta.cluster.bridge.TopologyTarget;
import com.multigres.meta.cluster.spec.CellSpec;
import com.multigres.meta.cluster.spec.ClusterSpec;
import com.multigres.meta.cluster.spec.DatabaseDefaults;
import com.multigres.meta.cluster.spec.DatabaseSpec;
import com.multigres.meta.cluster.spec.TableGroupSpec;
import com.multigres.meta.cluster.spec.TopoServerSpec;
import com.multigres.meta.memory.catalog.MemoryCatalogs;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.TopoLayout;
import com.multigres.meta.topology.cells.CellResolver;
import com.multigres.meta.topology.cells.Cells;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The stores of a cluster in memory, and processes that use them: each has connections of its own,
 * and may die at a write.
 */
public final class TestCluster implements AutoCloseable {
  static final ComponentId ORCH = new ComponentId(ComponentType.ORCHESTRATOR, "a", "o1");
  static final TopoPath GLOBAL_ROOT = TopoPath.parse("/multigres/c1/global");

  private final String name = "cluster-" + UUID.randomUUID();
  private final TopoStore keeper = TopoStores.open("memory://" + name + "/");
  private final CatalogStore catalogKeeper = CatalogStores.open("memory://" + name);

  /** A process that uses the stores. */
  public static final class Client implements AutoCloseable {
    private final TopoStore store;
    public final GlobalTopology global;
    public final Cells cells;
    public final CatalogStore catalogs;

    private Client(String name, CrashPoint crash, boolean batches) {
      String uri = "memory://" + name + "/multigres/c1/global";
      store = new CrashingTopoStore(TopoStores.open(uri), crash, batches);
      catalogs = new CrashingCatalogStore(CatalogStores.open("memory://" + name), crash);
      global = GlobalTopology.of(store, TopoLayout.CANONICAL);
      CellResolver plain = CellResolver.like(uri, StoreOptions.defaults());
      cells = Cells.of(global, cell -> new CrashingTopoStore(plain.open(cell), crash, batches));
    }

    public ShardServers servers() {
      return ShardServers.of(cells.poolers());
    }

    public BridgeRunner bridge(BridgeSettings settings) {
      return new BridgeRunner(
          catalogs, List.of(TopologyTarget.of(global)), this::servers, settings);
    }

    @Override
    public void close() {
      cells.close();
      store.close();
      catalogs.close();
    }
  }

  public Client start(CrashPoint crash) {
    return new Client(name, crash, true);
  }

  public Client start() {
    return start(CrashPoint.never());
  }

  /** A process whose topology store has no atomic batches. */
  public Client startWithoutBatches(CrashPoint crash) {
    return new Client(name, crash, false);
  }

  /** What the stores are called in their addresses. */
  public String name() {
    return name;
  }

  /** Everything that is stored, for all to see. */
  public TopoStore everything() {
    return keeper;
  }

  public CatalogStore catalogs() {
    return catalogKeeper;
  }

  @Override
  public void close() {
    keeper.close();
    catalogKeeper.close();
    MemoryCatalogs.forget(name);
  }

  public static ClusterSpec spec(String... cells) {
    return new ClusterSpec(
        "default",
        "c1",
        TopoServerSpec.UNSPECIFIED,
        Stream.of(cells).map(cell -> cell(cell)).toList(),
        List.of(
            new DatabaseSpec(
                "postgres",
                "AT_LEAST_2",
                DatabaseDefaults.STANDARD_BACKUP,
                List.of(TableGroupSpec.DEFAULT))),
        DatabaseDefaults.STANDARD,
        true,
        "postgres");
  }

  static CellSpec cell(String name, String... addresses) {
    TopoServerSpec server = new TopoServerSpec(List.of(addresses), "", "etcd", false);
    return new CellSpec(name, "z", "", server);
  }

  public static Pooler pooler(String cell, String name, ShardKey shard) {
    ComponentId id = new ComponentId(ComponentType.POOLER, cell, name);
    return Pooler.builder(id).shardKey(shard).hostname(name + ".example").port("grpc", 1).build();
  }
}
