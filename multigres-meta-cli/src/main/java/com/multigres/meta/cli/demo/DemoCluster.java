package com.multigres.meta.cli.demo;

import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.cluster.CatalogCarrier;
import com.multigres.meta.cluster.CatalogOperations;
import com.multigres.meta.cluster.PrimaryAppointment;
import com.multigres.meta.cluster.ShardServers;
import com.multigres.meta.cluster.bridge.BridgeReport;
import com.multigres.meta.cluster.bridge.TopologyTarget;
import com.multigres.meta.cluster.plan.BridgeAction;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.TopoLayout;
import com.multigres.meta.topology.cells.CellResolver;
import com.multigres.meta.topology.cells.Cells;
import com.multigres.meta.view.ClusterSnapshot;
import com.multigres.meta.view.ClusterView;
import java.time.Duration;
import java.util.List;

/** The stores of the demo's cluster, and what works on them. */
public final class DemoCluster implements AutoCloseable {
  private static final Duration COMPLETE = Duration.ofSeconds(10);

  private final TopoPath root;
  private final TopoStore store;
  private final GlobalTopology global;
  private final Cells cells;
  private final CatalogStore catalogs;

  /**
   * Opens both stores.
   *
   * @param topoUri the global topology
   * @param catalogUri the catalog's Postgres, which may be empty
   * @param options how to reach them
   */
  public DemoCluster(String topoUri, String catalogUri, StoreOptions options) {
    root = TopoStores.root(topoUri);
    store = TopoStores.open(topoUri, options);
    global = GlobalTopology.of(store, TopoLayout.CANONICAL);
    cells = Cells.of(global, CellResolver.like(topoUri, options));
    catalogs = CatalogStores.open(catalogUri, options);
  }

  TopoPath root() {
    return root;
  }

  GlobalTopology global() {
    return global;
  }

  Cells cells() {
    return cells;
  }

  CatalogStore catalogs() {
    return catalogs;
  }

  CatalogOperations operations() {
    return new CatalogOperations(catalogs);
  }

  PrimaryAppointment appointment() {
    return new PrimaryAppointment(global, cells);
  }

  ShardServers servers() {
    return ShardServers.of(cells.poolers());
  }

  /** What a gateway would route by, once it has found everything; the caller closes it. */
  ClusterView view(String name) {
    ClusterView view = ClusterView.of(name, global, cells).catalog(catalogs).start();
    try {
      view.await(ClusterSnapshot::isCurrent, COMPLETE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return view;
  }

  List<TopologyTarget> copies() {
    return List.of(TopologyTarget.of(global));
  }

  /** Brings catalog and topology in step, as whoever changed the catalog does without a bridge. */
  List<BridgeAction> carry() {
    return new CatalogCarrier(catalogs, List.copyOf(copies()), this::servers)
        .carry()
        .map(BridgeReport::done)
        .orElse(List.of());
  }

  @Override
  public void close() {
    catalogs.close();
    cells.close();
    store.close();
  }
}
