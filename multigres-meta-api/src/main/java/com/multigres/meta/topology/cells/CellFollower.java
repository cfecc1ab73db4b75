package com.multigres.meta.topology.cells;

import com.multigres.meta.store.Subscription;

/**
 * What is done with a cell's store for as long as the cell's record names it, and with its
 * successor after that. Called on one thread of this library, which may block.
 */
public interface CellFollower {

  /**
   * Begins to use a store: the first that could be opened, and later each that the cell moved to.
   *
   * @param lease the store; given back by this library once the use has ended
   * @return ends the use; closed when the cell has moved, and when the following ends
   */
  Subscription begin(CellLease lease);

  /**
   * The cell's store cannot be opened now; it is tried again. Told once for each failed attempt.
   *
   * @param why the error
   */
  default void unreachable(RuntimeException why) {}

  /** The global topology has no such cell, or no longer; one of that name is waited for. */
  default void gone() {}
}
