package com.multigres.meta.topology.cells;

import com.multigres.meta.model.component.Cell;
import com.multigres.meta.topology.CellTopology;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The use of a cell's store. The store stays open until the lease is closed, also when the cell's
 * record has changed meanwhile and new leases get another one: whoever watches or is registered
 * there asks to be told, and leases anew. Safe for any number of threads.
 */
public final class CellLease implements AutoCloseable {
  private final CellTopology topology;
  private final OpenCell open;
  private final AtomicBoolean closed = new AtomicBoolean();

  CellLease(CellTopology topology, OpenCell open) {
    this.topology = topology;
    this.open = open;
  }

  /**
   * The cell's topology.
   *
   * @return the topology; not to be used after the lease is closed
   */
  public CellTopology topology() {
    return topology;
  }

  /**
   * The record that the store was opened from.
   *
   * @return the cell
   */
  public Cell cell() {
    return open.cell();
  }

  /**
   * Asks to be told when the cell's record names another store, or the cell is gone. Told at once
   * when that is so already.
   *
   * @param listener called at most once, on a thread of the global store or of whoever noticed
   *     first
   */
  public void onMoved(Runnable listener) {
    open.onRetired(listener);
  }

  /** Ends the use. Closing twice is harmless. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      open.release();
    }
  }
}
