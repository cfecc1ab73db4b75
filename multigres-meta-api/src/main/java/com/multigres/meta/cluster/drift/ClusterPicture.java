package com.multigres.meta.cluster.drift;

import com.google.common.collect.ImmutableSortedMap;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.cluster.ClusterEntry;
import com.multigres.meta.cluster.ClusterInitializer;
import com.multigres.meta.cluster.bridge.TopologyTarget;
import com.multigres.meta.cluster.plan.AppliedState;
import com.multigres.meta.cluster.spec.ClusterSpec;
import com.multigres.meta.model.component.Cell;
import com.multigres.meta.model.component.Component;
import com.multigres.meta.model.component.DatabaseRecord;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.Listing;
import com.multigres.meta.topology.cells.Cells;
import com.multigres.meta.topology.cells.Discovery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A cluster as all its places showed it at one time. Immutable.
 *
 * @param manifest what the resource or its manifest says; empty when nobody gave one
 * @param entry the cluster's own entry in the global topology; empty when it was never initialised
 * @param cells the cells of the global topology, by name
 * @param databases the database records of the global topology, by external name
 * @param applied what was last carried into those records; empty when nobody ever did
 * @param catalog the catalog; empty when there is none yet
 * @param components what registered itself in the cells
 * @param unchecked what could not be read, and so was not compared; one line each
 */
public record ClusterPicture(
    Optional<ClusterSpec> manifest,
    Optional<ClusterEntry> entry,
    SortedMap<String, Cell> cells,
    SortedMap<String, DatabaseRecord> databases,
    Optional<AppliedState> applied,
    Optional<CatalogSnapshot> catalog,
    List<Component> components,
    List<String> unchecked) {

  /** Makes a picture with copies of its parts. */
  public ClusterPicture {
    cells = ImmutableSortedMap.copyOfSorted(cells);
    databases = ImmutableSortedMap.copyOfSorted(databases);
    components = List.copyOf(components);
    unchecked = List.copyOf(unchecked);
  }

  /**
   * Reads everything.
   *
   * @param global the global topology
   * @param cells its cells; those that cannot be reached are left out and noted
   * @param catalogs the catalog
   * @param manifest what the resource or its manifest says, where there is one
   * @return the picture
   * @throws TopoException when the global topology cannot be read
   * @throws CatalogException when the catalog cannot be read; one that was never initialised reads
   *     as none
   */
  public static ClusterPicture take(
      GlobalTopology global, Cells cells, CatalogStore catalogs, Optional<ClusterSpec> manifest) {
    Listing<Cell> cellRecords = global.cells().list();
    Listing<DatabaseRecord> databaseRecords = global.databases().list();
    Discovery<Component> found = cells.components();
    List<String> unchecked = new ArrayList<>();
    cellRecords.unreadable().forEach(error -> unchecked.add(String.valueOf(error.getMessage())));
    databaseRecords
        .unreadable()
        .forEach(error -> unchecked.add(String.valueOf(error.getMessage())));
    found
        .unreachableCells()
        .forEach((cell, error) -> unchecked.add("cell " + cell + ": " + error.getMessage()));
    found.unreadable().forEach(error -> unchecked.add(String.valueOf(error.getMessage())));
    SortedMap<String, Cell> byCell = new TreeMap<>();
    cellRecords.records().forEach(cell -> byCell.put(cell.name(), cell));
    SortedMap<String, DatabaseRecord> byDatabase = new TreeMap<>();
    databaseRecords.records().forEach(record -> byDatabase.put(record.name(), record));
    return new ClusterPicture(
        manifest,
        ClusterInitializer.read(global),
        byCell,
        byDatabase,
        TopologyTarget.of(global).read().snapshot().applied(),
        catalog(catalogs),
        found.records(),
        unchecked.stream().distinct().sorted().toList());
  }

  private static Optional<CatalogSnapshot> catalog(CatalogStore catalogs) {
    try {
      return Optional.of(catalogs.read());
    } catch (CatalogException e) {
      if (e.code() == CatalogException.Code.NOT_INITIALISED) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
