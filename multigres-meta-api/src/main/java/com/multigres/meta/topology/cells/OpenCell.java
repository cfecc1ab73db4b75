package com.multigres.meta.topology.cells;

import com.multigres.meta.model.component.Cell;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topology.internal.CellAddresses;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A cell's store, closed when it is retired and nobody uses it any more. */
final class OpenCell {
  private static final Logger LOG = LoggerFactory.getLogger(OpenCell.class);

  private final Cell cell;
  private final TopoStore store;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Runnable> listeners = new ArrayList<>();
  private int users;
  private boolean retired;

  OpenCell(Cell cell, TopoStore store) {
    this.cell = cell;
    this.store = store;
  }

  Cell cell() {
    return cell;
  }

  TopoStore store() {
    return store;
  }

  /** Whether a record names the same place, however its addresses are spelled. */
  boolean serves(Cell record) {
    return cell.root().equals(record.root())
        && CellAddresses.same(cell.serverAddresses(), record.serverAddresses());
  }

  /** Takes part in the use; false when the store is retired. */
  boolean use() {
    lock.lock();
    try {
      if (!retired) {
        users++;
      }
      return !retired;
    } finally {
      lock.unlock();
    }
  }

  void release() {
    boolean last;
    lock.lock();
    try {
      users--;
      last = retired && users == 0;
    } finally {
      lock.unlock();
    }
    if (last) {
      store.close();
    }
  }

  void retire() {
    List<Runnable> told;
    boolean unused;
    lock.lock();
    try {
      if (retired) {
        return;
      }
      retired = true;
      unused = users == 0;
      told = List.copyOf(listeners);
      listeners.clear();
    } finally {
      lock.unlock();
    }
    told.forEach(this::tell);
    if (unused) {
      store.close();
    }
  }

  void onRetired(Runnable listener) {
    boolean already;
    lock.lock();
    try {
      already = retired;
      if (!already) {
        listeners.add(listener);
      }
    } finally {
      lock.unlock();
    }
    if (already) {
      tell(listener);
    }
  }

  private void tell(Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException e) {
      LOG.warn("a listener for the move of cell {} failed", cell.name(), e);
    }
  }
}
