package com.multigres.meta.topology.cells;

import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topology.Entry;
import java.util.List;
import java.util.Map;

/**
 * What was found in all cells of a cluster. A cell that cannot be reached hides nothing in the
 * others.
 *
 * @param <T> the kind of component
 * @param components the components of the cells that answered, cell by cell, each sorted by path
 * @param unreachableCells why a cell was not searched, by the cell's name
 * @param unreadable a {@code CORRUPT} error, with its path, for each record that cannot be read: of
 *     components, and of cells
 */
public record Discovery<T>(
    List<Entry<T>> components,
    Map<String, TopoException> unreachableCells,
    List<TopoException> unreadable) {

  /** Makes a discovery with copies of its parts. */
  public Discovery {
    components = List.copyOf(components);
    unreachableCells = Map.copyOf(unreachableCells);
    unreadable = List.copyOf(unreadable);
  }

  /**
   * Whether everything was found that is there.
   *
   * @return true when no cell was left out and no record was unreadable
   */
  public boolean isComplete() {
    return unreachableCells.isEmpty() && unreadable.isEmpty();
  }

  /**
   * What the found components say about themselves.
   *
   * @return the components' records
   */
  public List<T> records() {
    return components.stream().map(Entry::record).toList();
  }
}
