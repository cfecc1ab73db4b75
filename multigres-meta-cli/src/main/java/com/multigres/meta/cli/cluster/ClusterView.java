package com.multigres.meta.cli.cluster;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.cli.run.Stores;
import com.multigres.meta.cluster.ClusterEntry;
import com.multigres.meta.cluster.ClusterInitializer;
import com.multigres.meta.model.component.Cell;
import com.multigres.meta.model.component.Component;
import com.multigres.meta.model.component.DatabaseRecord;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.Listing;
import com.multigres.meta.topology.cells.Cells;
import com.multigres.meta.topology.cells.Discovery;
import java.util.Optional;

/**
 * Everything that is known about a cluster.
 *
 * @param root where its global topology is
 * @param entry its own entry there
 * @param cells its cells
 * @param components what registered itself in them
 * @param databases the records of its databases
 * @param catalog its catalog, where one was named and made
 */
public record ClusterView(
    String root,
    Optional<ClusterEntry> entry,
    Listing<Cell> cells,
    Discovery<Component> components,
    Listing<DatabaseRecord> databases,
    Optional<CatalogSnapshot> catalog) {

  /** Reads it all. */
  public static ClusterView read(Stores stores) {
    Optional<CatalogSnapshot> catalog = stores.catalogUriIfGiven().flatMap(uri -> catalog(stores));
    try (TopoStore store = stores.openCluster()) {
      GlobalTopology global = stores.global(store);
      try (Cells cells = stores.cells(global)) {
        ClusterView view = read("/" + stores.topoRoot(), global, cells, catalog);
        if (view.isOfNoCluster()) {
          throw stores.noCluster();
        }
        return view;
      }
    }
  }

  /** Reads it all from open stores. */
  public static ClusterView read(
      String root, GlobalTopology global, Cells cells, Optional<CatalogSnapshot> catalog) {
    return new ClusterView(
        root,
        ClusterInitializer.read(global),
        global.cells().list(),
        cells.components(),
        global.databases().list(),
        catalog);
  }

  /** Today's components make no entry of the cluster's own, but cells and databases. */
  private boolean isOfNoCluster() {
    return entry.isEmpty()
        && cells.entries().isEmpty()
        && cells.unreadable().isEmpty()
        && databases.entries().isEmpty();
  }

  private static Optional<CatalogSnapshot> catalog(Stores stores) {
    try (CatalogStore store = stores.openCatalog()) {
      return Optional.of(store.read());
    } catch (CatalogException e) {
      if (e.code() == CatalogException.Code.NOT_INITIALISED) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
