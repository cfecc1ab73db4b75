package com.multigres.meta.topo.spi;

import com.multigres.meta.topo.TopoException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a store is open, and what was opened through it and is closed with it (rule T28).
 * Thread-safe.
 */
public final class StoreLife {
  private static final Logger log = LoggerFactory.getLogger(StoreLife.class);

  private final String store;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<AutoCloseable> children = new LinkedHashSet<>();
  private volatile boolean closed;

  /**
   * An open store.
   *
   * @param store its address for messages, without a secret
   */
  public StoreLife(String store) {
    this.store = store;
  }

  /**
   * Whether the store has been closed.
   *
   * @return true from the first {@link #close} on
   */
  public boolean isClosed() {
    return closed;
  }

  /**
   * Refuses a call that comes after close.
   *
   * @throws TopoException {@code CLOSED}
   */
  public void ensureOpen() {
    if (closed) {
      throw closedError();
    }
  }

  /**
   * The error of a call that comes after close.
   *
   * @return the error
   */
  public TopoException closedError() {
    return TopoException.refused(
        TopoException.Code.CLOSED, "the store " + store + " was closed before (T28)");
  }

  /**
   * Sees to it that something is closed with the store: at once, where the store was closed
   * meanwhile.
   *
   * @param <C> what it is
   * @param child a watch, session, registration or lock
   * @return the child
   * @throws TopoException {@code CLOSED} when the store was closed meanwhile; the child is closed
   *     then
   */
  public <C extends AutoCloseable> C adopt(C child) {
    if (!adopted(child)) {
      closeAll(List.of(child));
      throw closedError();
    }
    return child;
  }

  private boolean adopted(AutoCloseable child) {
    lock.lock();
    try {
      if (!closed) {
        children.add(child);
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Forgets a child that has been closed by itself.
   *
   * @param child the child
   */
  public void release(AutoCloseable child) {
    lock.lock();
    try {
      children.remove(child);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Closes the store for every later call.
   *
   * @return what is to be closed with it, the youngest first; empty when it was closed before
   */
  public List<AutoCloseable> close() {
    lock.lock();
    try {
      closed = true;
      List<AutoCloseable> left = new ArrayList<>(children);
      children.clear();
      Collections.reverse(left);
      return left;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Closes children; what one of them throws is logged and does not keep the others.
   *
   * @param left what {@link #close} returned
   */
  public void closeAll(List<AutoCloseable> left) {
    for (AutoCloseable child : left) {
      try {
        child.close();
      } catch (Exception failure) {
        log.warn("{}: closing {} failed: {}", store, child, failure.toString());
      }
    }
  }
}
