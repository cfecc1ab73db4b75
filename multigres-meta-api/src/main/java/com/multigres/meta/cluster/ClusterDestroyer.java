package com.multigres.meta.cluster;

import com.multigres.meta.cluster.internal.ClusterEntryNode;
import com.multigres.meta.cluster.internal.PrimaryTerm;
import com.multigres.meta.model.component.Cell;
import com.multigres.meta.model.component.Component;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topology.Entry;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.TopoLayout;
import com.multigres.meta.topology.cells.Cells;
import com.multigres.meta.topology.cells.Discovery;
import java.util.ArrayList;
import java.util.List;

/**
 * The end of a cluster: its entries leave the topology. Records of components go first, then those
 * of databases and claims, then the cells, and the cluster's own entry last, so that a run after a
 * crash finds what is left. What lies in the cluster's root and is not the cluster's stays, and so
 * do the catalog and everybody's data. Idempotent, thread-safe.
 */
public final class ClusterDestroyer {
  private static final String CLAIM = "ShardInitClaim";
  private static final int NAMED = 3;

  private final GlobalTopology global;
  private final Cells cells;

  /**
   * A destroyer.
   *
   * @param global the global topology
   * @param cells its cells
   */
  public ClusterDestroyer(GlobalTopology global, Cells cells) {
    this.global = global;
    this.cells = cells;
  }

  /**
   * Removes the cluster's entries.
   *
   * @param force whether to do it although components are registered, or cells cannot be asked
   * @return the paths that were removed: those of components below their cell's root, the others
   *     below the global root
   * @throws ClusterException {@code STILL_SERVED} when live components are registered, and {@code
   *     UNREACHABLE} when a cell cannot be asked, unless it is forced
   */
  public List<TopoPath> destroy(boolean force) {
    Discovery<Component> found = cells.components();
    if (!force) {
      requireAbandoned(found);
    }
    List<TopoPath> removed = new ArrayList<>();
    for (Entry<Component> component : found.components()) {
      ComponentId id = component.record().id();
      if (cells.with(id.cell(), cell -> cell.components(id.type()).delete(id))) {
        removed.add(component.path());
      }
    }
    removeBelow(TopoLayout.databases(), removed);
    for (Node term : global.store().list(PrimaryTerm.DIRECTORY)) {
      remove(term.path(), removed);
    }
    remove(global.layout().databasesSideNode(), removed);
    for (String cell : cellNames()) {
      if (global.cells().delete(cell)) {
        removed.add(global.cells().path(cell));
      }
    }
    remove(ClusterEntryNode.PATH, removed);
    return List.copyOf(removed);
  }

  private static void requireAbandoned(Discovery<Component> found) {
    if (!found.unreachableCells().isEmpty()) {
      throw new ClusterException(
          ClusterErrorCode.UNREACHABLE,
          "these cells cannot be asked for components: " + found.unreachableCells().keySet());
    }
    List<ComponentId> live =
        found.records().stream().filter(ClusterDestroyer::isLive).map(Component::id).toList();
    if (!live.isEmpty()) {
      String more = live.size() > NAMED ? " and " + (live.size() - NAMED) + " more" : "";
      throw new ClusterException(
          ClusterErrorCode.STILL_SERVED,
          "components are registered: " + live.stream().limit(NAMED).toList() + more);
    }
  }

  private static boolean isLive(Component component) {
    return !(component instanceof Pooler pooler) || pooler.isLive();
  }

  private List<String> cellNames() {
    List<String> names =
        new ArrayList<>(global.cells().list().records().stream().map(Cell::name).toList());
    global.cells().list().unreadable().stream()
        .flatMap(error -> error.path().stream())
        .flatMap(path -> global.layout().cellAt(path).stream())
        .forEach(names::add);
    return names;
  }

  private void removeBelow(TopoPath directory, List<TopoPath> removed) {
    TopoLayout layout = global.layout();
    for (Node node : global.store().list(directory)) {
      if (layout.databaseAt(node.path()).isPresent() || node.path().name().equals(CLAIM)) {
        remove(node.path(), removed);
      }
    }
  }

  private void remove(TopoPath path, List<TopoPath> removed) {
    TopoStore store = global.store();
    try {
      store.delete(path, Expect.any());
      removed.add(path);
    } catch (TopoException e) {
      if (e.code() != TopoException.Code.NO_NODE) {
        throw e;
      }
    }
  }
}
