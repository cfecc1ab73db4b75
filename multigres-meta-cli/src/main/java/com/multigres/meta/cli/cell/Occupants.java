package com.multigres.meta.cli.cell;

import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.run.Stores;
import com.multigres.meta.cluster.ClusterErrorCode;
import com.multigres.meta.cluster.ClusterException;
import com.multigres.meta.model.component.Component;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topology.CellTopology;
import com.multigres.meta.topology.Entry;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.cells.Cells;
import java.util.List;
import java.util.function.Predicate;

/** The components whose records stand in a cell's topology. */
final class Occupants {
  private Occupants() {}

  /**
   * Refuses to leave components behind.
   *
   * @param which those that would be
   * @param forced what {@code --force} would do to them, for people
   */
  static void refuse(
      Stores stores,
      GlobalTopology global,
      String cell,
      Predicate<Entry<Component>> which,
      String forced) {
    List<Entry<Component>> standing = in(stores, global, cell).stream().filter(which).toList();
    if (!standing.isEmpty()) {
      throw new ClusterException(
          ClusterErrorCode.STILL_SERVED,
          "cell "
              + Shown.name(cell)
              + " has "
              + Shown.count(standing.size(), "registered component")
              + ", such as "
              + standing.get(0).record().id()
              + "; --force "
              + forced);
    }
  }

  private static List<Entry<Component>> in(Stores stores, GlobalTopology global, String cell) {
    try (Cells cells = stores.cells(global)) {
      return cells.with(cell, CellTopology::components).entries();
    } catch (TopoException e) {
      if (e.code() == TopoException.Code.NO_NODE) {
        throw e;
      }
      throw new ClusterException(
          ClusterErrorCode.UNREACHABLE,
          "cell "
              + Shown.name(cell)
              + " cannot be asked for its components, and --force would not ask: "
              + e.getMessage(),
          e);
    }
  }
}
