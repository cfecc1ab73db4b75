package com.multigres.meta.topology.cells;

import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topology.CellTopology;
import com.multigres.meta.topology.RecordEvent;
import com.multigres.meta.topology.Records;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a cell's records wherever its record says they are. A thread of its own leases the cell's
 * store, watches there until the cell moves, and starts again; what the new store lacks is then
 * told as removed.
 */
final class CellWatch<T> implements Watch {
  private static final Logger LOG = LoggerFactory.getLogger(CellWatch.class);
  private static final AtomicInteger THREADS = new AtomicInteger();
  private static final long RETRY_MILLIS = 1_000;

  private final Cells cells;
  private final String cell;
  private final Function<CellTopology, Records<?, T>> what;
  private final Consumer<RecordEvent<T>> listener;
  private final Semaphore wake = new Semaphore(0);
  private final Thread thread;
  private final Map<TopoPath, Optional<T>> told = new HashMap<>();
  private final Set<TopoPath> named = new HashSet<>();
  private boolean replacing;
  private volatile boolean closed;
  private volatile Optional<Thread> telling = Optional.empty();

  CellWatch(
      Cells cells,
      String cell,
      Function<CellTopology, Records<?, T>> what,
      Consumer<RecordEvent<T>> listener) {
    this.cells = cells;
    this.cell = cell;
    this.what = what;
    this.listener = listener;
    thread = new Thread(this::follow, "multigres-cell-watch-" + THREADS.incrementAndGet());
    thread.setDaemon(true);
  }

  CellWatch<T> start() {
    thread.start();
    return this;
  }

  private void follow() {
    while (!closed) {
      try {
        watchUntilMoved();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        if (isFinal(e) || !awaitRetry(e)) {
          return;
        }
      }
    }
  }

  private void watchUntilMoved() throws InterruptedException {
    try (CellLease lease = cells.lease(cell)) {
      replacing = true;
      named.clear();
      wake.drainPermits();
      lease.onMoved(wake::release);
      Watch watch = what.apply(lease.topology()).watch(this::on);
      try {
        if (!closed) {
          wake.acquire();
        }
      } finally {
        watch.close();
      }
    }
  }

  private static boolean isFinal(RuntimeException error) {
    return codeOf(error).filter(c -> c == Code.CLOSED || c == Code.INTERRUPTED).isPresent();
  }

  private static Optional<Code> codeOf(RuntimeException error) {
    return error instanceof TopoException known ? Optional.of(known.code()) : Optional.empty();
  }

  /** False when somebody closed meanwhile. */
  private boolean awaitRetry(RuntimeException error) {
    if (codeOf(error).filter(Code.NO_NODE::equals).isPresent()) {
      List.copyOf(told.keySet()).forEach(this::remove);
    } else {
      LOG.warn("cannot watch cell {}, trying again", cell, error);
    }
    try {
      return !wake.tryAcquire(RETRY_MILLIS, TimeUnit.MILLISECONDS) || !closed;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private void on(RecordEvent<T> event) {
    if (event instanceof RecordEvent.Present<T> present) {
      know(present.entry().path(), Optional.of(present.entry().record()));
    } else if (event instanceof RecordEvent.Unreadable<T> unreadable) {
      unreadable.error().path().ifPresent(path -> know(path, Optional.empty()));
    } else if (event instanceof RecordEvent.Removed<T> removed) {
      told.remove(removed.path());
    } else if (event instanceof RecordEvent.InSync<T>) {
      removeUnnamed();
    } else if (event instanceof RecordEvent.Ended<T>) {
      tell(event);
      end();
      return;
    }
    tell(event);
  }

  private void know(TopoPath path, Optional<T> record) {
    told.put(path, record);
    named.add(path);
  }

  private void removeUnnamed() {
    if (replacing) {
      List<TopoPath> gone = new ArrayList<>(told.keySet());
      gone.removeAll(named);
      gone.forEach(this::remove);
    }
    replacing = false;
    named.clear();
  }

  private void remove(TopoPath path) {
    Optional<T> last = told.getOrDefault(path, Optional.empty());
    told.remove(path);
    tell(new RecordEvent.Removed<>(path, last));
  }

  private void tell(RecordEvent<T> event) {
    if (closed) {
      return;
    }
    telling = Optional.of(Thread.currentThread());
    try {
      listener.accept(event);
    } catch (RuntimeException e) {
      LOG.warn("a listener for cell {} failed", cell, e);
    } finally {
      telling = Optional.empty();
    }
  }

  private void end() {
    closed = true;
    wake.release();
  }

  /** Waits for the listener, unless it is the listener that closes. */
  @Override
  public void close() {
    end();
    Thread current = Thread.currentThread();
    if (current == thread || telling.filter(current::equals).isPresent()) {
      return;
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      current.interrupt();
    }
  }
}
