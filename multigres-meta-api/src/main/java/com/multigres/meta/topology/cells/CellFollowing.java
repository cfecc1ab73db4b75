package com.multigres.meta.topology.cells;

import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.spi.Waits;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The long use of a cell's store. A thread of its own leases the store that the cell's record
 * names, lets the follower use it until the cell moves, and starts again. Thread-safe.
 */
public final class CellFollowing implements Subscription {
  private static final Logger LOG = LoggerFactory.getLogger(CellFollowing.class);
  private static final AtomicInteger THREADS = new AtomicInteger();
  private static final long RETRY_MILLIS = 1_000;

  private final Cells cells;
  private final String cell;
  private final CellFollower follower;
  private final Semaphore wake = new Semaphore(0);
  private final Thread thread;
  private final ReentrantLock leasing = new ReentrantLock();
  private boolean interruptible;
  private boolean complained;
  private volatile boolean closed;

  CellFollowing(Cells cells, String cell, CellFollower follower) {
    this.cells = cells;
    this.cell = cell;
    this.follower = follower;
    thread = new Thread(this::run, "multigres-cell-watch-" + THREADS.incrementAndGet());
    thread.setDaemon(true);
  }

  CellFollowing start() {
    thread.start();
    return this;
  }

  private void run() {
    while (!closed) {
      try {
        useUntilMoved();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        if (isFinal(e) || !awaitRetry(e)) {
          return;
        }
      }
    }
  }

  private void useUntilMoved() throws InterruptedException {
    try (CellLease lease = lease()) {
      complained = false;
      wake.drainPermits();
      lease.onMoved(wake::release);
      Subscription use = follower.begin(lease);
      try {
        if (!closed) {
          wake.acquire();
        }
      } finally {
        use.close();
      }
    }
  }

  /** Opening a store may take long, and nothing depends on its end: closing interrupts it. */
  private CellLease lease() throws InterruptedException {
    mayInterrupt(true);
    try {
      return cells.lease(cell);
    } finally {
      mayInterrupt(false);
    }
  }

  private void mayInterrupt(boolean may) throws InterruptedException {
    leasing.lock();
    try {
      interruptible = may;
      boolean interrupted = Thread.interrupted();
      if (may && (interrupted || closed)) {
        throw new InterruptedException("closed");
      }
    } finally {
      leasing.unlock();
    }
  }

  private boolean isFinal(RuntimeException error) {
    Optional<Code> code = codeOf(error);
    return closed || code.filter(c -> c == Code.CLOSED || c == Code.INTERRUPTED).isPresent();
  }

  private static Optional<Code> codeOf(RuntimeException error) {
    return error instanceof TopoException known ? Optional.of(known.code()) : Optional.empty();
  }

  /** False when somebody closed meanwhile. */
  private boolean awaitRetry(RuntimeException error) {
    if (codeOf(error).filter(Code.NO_NODE::equals).isPresent()) {
      follower.gone();
    } else {
      complain(error);
      follower.unreachable(error);
    }
    try {
      return !wake.tryAcquire(RETRY_MILLIS, TimeUnit.MILLISECONDS) || !closed;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /** Once for each time that the cell goes out of reach. */
  private void complain(RuntimeException error) {
    if (complained) {
      LOG.debug("cell {} still cannot be used: {}", cell, error.getMessage());
    } else {
      LOG.warn("cannot use cell {}, trying again every {} ms", cell, RETRY_MILLIS, error);
    }
    complained = true;
  }

  /** Ends the use that is under way and begins a new one. Never blocks. */
  public void restart() {
    wake.release();
  }

  /** Begins no further use, and ends the one under way soon. Never blocks. */
  public void end() {
    leasing.lock();
    try {
      closed = true;
      if (interruptible) {
        thread.interrupt();
      }
    } finally {
      leasing.unlock();
    }
    wake.release();
  }

  /** Ends the use, and waits until it has ended, unless the follower itself closes. */
  @Override
  public void close() {
    end();
    Waits.forEnd(thread);
  }
}
