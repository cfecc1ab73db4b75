package com.multigres.meta.topology.cells;

import com.multigres.meta.model.component.Cell;
import com.multigres.meta.model.component.Component;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.topo.Registration;
import com.multigres.meta.topo.RegistrationOptions;
import com.multigres.meta.topo.RegistrationOptions.Conflict;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.spi.CallbackThreads;
import com.multigres.meta.topo.spi.Waits;
import com.multigres.meta.topology.ComponentRegistration;
import com.multigres.meta.topology.Entry;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A component that is registered in its cell for as long as it lives, wherever the cell's record
 * says that the cell is. When the record names another store, the component is registered there as
 * it stood, every field of its record included, is told as restored, and leaves the old store.
 * While the new store cannot be reached, or there is no such cell any more, it stays where it was
 * and tries again. Safe for any number of threads.
 *
 * @param <T> the kind of component
 */
public final class CellRegistration<T extends Component> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CellRegistration.class);
  private static final AtomicInteger THREADS = new AtomicInteger();
  private static final long RETRY_MILLIS = 1_000;

  private final Cells cells;
  private final ComponentId id;
  private final RegistrationOptions options;
  private final Semaphore wake = new Semaphore(0);
  private final Thread thread;
  // Held while the place changes, and by updates, so that none is made to a record that was left.
  private final ReentrantLock moving = new ReentrantLock();
  private volatile CellPlace<T> place;
  private volatile boolean moved;
  private volatile boolean over;
  private volatile boolean closed;

  private CellRegistration(
      Cells cells, ComponentId id, RegistrationOptions options, CellLease lease, T component) {
    this.cells = cells;
    this.id = id;
    this.options = options.listener(event -> heard(options, event));
    thread = new Thread(this::follow, "multigres-cell-registration-" + THREADS.incrementAndGet());
    thread.setDaemon(true);
    place = CellPlace.first(lease, component, this.options);
  }

  static <T extends Component> CellRegistration<T> start(
      Cells cells, T component, RegistrationOptions options) {
    CellLease lease = cells.lease(component.id().cell());
    try {
      CellRegistration<T> made =
          new CellRegistration<>(cells, component.id(), options, lease, component);
      made.thread.start();
      lease.onMoved(made::noticeMove);
      return made;
    } catch (RuntimeException | Error failure) {
      lease.close();
      throw failure;
    }
  }

  private void heard(RegistrationOptions told, Registration.Event event) {
    told.listener().accept(event);
    if (event instanceof Registration.Event.TakenOver
        || event instanceof Registration.Event.Failed) {
      end();
    }
  }

  private void noticeMove() {
    moved = true;
    wake.release();
  }

  private void end() {
    over = true;
    wake.release();
  }

  private void follow() {
    try {
      while (!over) {
        if (!moved) {
          wake.acquire();
        } else if (!tryToMove()) {
          wake.tryAcquire(RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
      }
    } catch (InterruptedException e) {
      LOG.warn("the registration of {} no longer follows its cell", id, e);
    }
    if (!closed) {
      leave(place);
    }
  }

  /** False when it has to be tried again. */
  private boolean tryToMove() {
    try {
      moveTo(cells.lease(id.cell()));
      return true;
    } catch (TopoException error) {
      if (error.code() == Code.CLOSED) {
        end();
        return true;
      }
      if (error.code() == Code.NODE_EXISTS) {
        heard(options, new Registration.Event.TakenOver(error.path().orElseGet(TopoPath::root)));
        return true;
      }
      LOG.warn("cannot register {} where its cell is now, trying again", id, error);
      return false;
    }
  }

  private void moveTo(CellLease lease) {
    CellPlace<T> left;
    moving.lock();
    try {
      left = place;
      place = over ? left : carry(left, lease);
      moved = false;
    } catch (RuntimeException | Error failure) {
      lease.close();
      throw failure;
    } finally {
      moving.unlock();
    }
    if (place == left) {
      lease.close();
      return;
    }
    lease.onMoved(this::noticeMove);
    leave(left);
    tellRestored(lease);
  }

  private CellPlace<T> carry(CellPlace<T> from, CellLease lease) {
    try {
      return from.next(lease, options.onConflict(Conflict.FAIL));
    } catch (TopoException error) {
      if (error.code() != Code.NODE_EXISTS) {
        throw error;
      }
    }
    // Bound to nothing, what stands there is a copy of the record that is left: whoever moved the
    // cell copied its tree.
    if (CellPlace.standing(lease, id).filter(entry -> !entry.node().ephemeral()).isPresent()) {
      return from.next(lease, options.onConflict(Conflict.TAKE_OVER));
    }
    // Bound to a session, it may be that record itself, because only the address changed of what
    // is the same store: then it goes when it is left.
    leave(from);
    return from.next(lease, options);
  }

  private void tellRestored(CellLease lease) {
    try {
      CellPlace.standing(lease, id)
          .map(Entry::version)
          .map(Registration.Event.Restored::new)
          .ifPresent(options.listener());
    } catch (RuntimeException e) {
      LOG.warn("cannot tell that {} is registered where its cell is now", id, e);
    }
  }

  private void leave(CellPlace<T> left) {
    try {
      left.close();
    } catch (TopoException error) {
      LOG.warn("{} left a store of its cell: {}", id, error.getMessage());
    }
  }

  /**
   * What the record says, as {@link ComponentRegistration#component}.
   *
   * @return the component
   */
  public T component() {
    return place.registration().component();
  }

  /**
   * The cell's record that the component is registered by.
   *
   * @return the cell, as it was when the component last moved with it
   */
  public Cell cell() {
    return place.lease().cell();
  }

  /**
   * Whether the record is thought to stand now, where the cell's record says.
   *
   * @return false while a lost session is being replaced or the component moves with its cell, and
   *     once the registration is over
   */
  public boolean isRegistered() {
    return !over && !moved && place.registration().isRegistered();
  }

  /**
   * Changes the record, now and for every later session and store, as {@link
   * ComponentRegistration#update}.
   *
   * @param change makes the new record of the old one; with the same id; called any number of
   *     times, on any thread
   * @throws TopoException {@code UNAVAILABLE} while the component stands in no store at all,
   *     because its cell is moving; else as {@link ComponentRegistration#update}
   */
  public void update(UnaryOperator<T> change) {
    moving.lock();
    try {
      if (!over && place.isLeft()) {
        throw TopoException.refused(
            Code.UNAVAILABLE, "cell '" + id.cell() + "' is moving, and " + id + " with it");
      }
      place.registration().update(change);
    } finally {
      moving.unlock();
    }
  }

  /**
   * Ends the registration and removes the record, unless somebody else took it over. Closing twice
   * is harmless.
   *
   * @throws TopoException as {@link Registration#close}
   */
  @Override
  public void close() {
    closed = true;
    end();
    moving.lock();
    try {
      place.close();
    } finally {
      moving.unlock();
      awaitEnd();
    }
  }

  private void awaitEnd() {
    if (!CallbackThreads.insideCallback()) {
      Waits.forEnd(thread);
    }
  }
}
