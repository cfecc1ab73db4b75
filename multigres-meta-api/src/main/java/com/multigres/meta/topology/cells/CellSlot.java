package com.multigres.meta.topology.cells;

import com.multigres.meta.model.component.Cell;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topology.CellTopology;
import com.multigres.meta.topology.TopoLayout;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The store that one cell has now. Opening is done by one thread while the others wait for it;
 * whoever hears of a move is told without the lock.
 */
final class CellSlot {
  private final CellResolver resolver;
  private final TopoLayout layout;
  private final ReentrantLock opening = new ReentrantLock();
  private volatile Optional<OpenCell> current = Optional.empty();
  private volatile Optional<Cell> known = Optional.empty();
  private boolean closed;

  CellSlot(CellResolver resolver, TopoLayout layout) {
    this.resolver = resolver;
    this.layout = layout;
  }

  /** Leases the store that a record names; another one is retired. */
  CellLease lease(Cell record) {
    Optional<OpenCell> outdated = Optional.empty();
    known = Optional.of(record);
    opening.lock();
    try {
      if (closed) {
        throw TopoException.refused(TopoException.Code.CLOSED, "the cells are closed");
      }
      Optional<OpenCell> usable = current.filter(open -> open.serves(record)).filter(OpenCell::use);
      if (usable.isEmpty()) {
        outdated = current;
        current = Optional.empty();
      }
      OpenCell open = usable.orElseGet(() -> open(record));
      return new CellLease(CellTopology.of(record.name(), open.store(), layout), open);
    } finally {
      opening.unlock();
      outdated.ifPresent(OpenCell::retire);
    }
  }

  private OpenCell open(Cell record) {
    OpenCell open = new OpenCell(record, resolver.open(record));
    open.use();
    current = Optional.of(open);
    return open;
  }

  /** What the cell's record was last known to say. */
  Optional<Cell> lastRecord() {
    return known;
  }

  /** Somebody remembers what the record said once; what was seen since then counts more. */
  void remembered(Cell record) {
    opening.lock();
    try {
      known = known.or(() -> Optional.of(record));
    } finally {
      opening.unlock();
    }
  }

  /** Somebody saw what the record says now. */
  void noticed(Optional<Cell> record) {
    known = record;
    take(open -> record.filter(open::serves).isEmpty()).ifPresent(OpenCell::retire);
  }

  void close() {
    opening.lock();
    try {
      closed = true;
    } finally {
      opening.unlock();
    }
    take(open -> true).ifPresent(OpenCell::retire);
  }

  private Optional<OpenCell> take(Predicate<OpenCell> condition) {
    opening.lock();
    try {
      Optional<OpenCell> taken = current.filter(condition);
      if (taken.isPresent()) {
        current = Optional.empty();
      }
      return taken;
    } finally {
      opening.unlock();
    }
  }
}
