package com.multigres.meta.topo.spi;

import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.ConnectionState;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Holds a store's connection state and tells every change in order (rule T17). Thread-safe. */
public final class ConnectionStates {
  private final ReentrantLock lock = new ReentrantLock();
  private final Broadcast<ConnectionState> changes;
  private volatile ConnectionState current;

  /**
   * Begins in a state, which is told to nobody.
   *
   * @param threads where listeners run
   * @param first the state to begin in
   */
  public ConnectionStates(CallbackThreads threads, ConnectionState first) {
    this.changes = new Broadcast<>(threads);
    this.current = first;
  }

  /**
   * The state now.
   *
   * @return the state
   */
  public ConnectionState current() {
    return current;
  }

  /**
   * Changes the state and tells it. Nothing follows {@code CLOSED}.
   *
   * @param next the new state
   * @return false when that is the state already, or the store is closed
   */
  public boolean become(ConnectionState next) {
    lock.lock();
    try {
      if (current == next || current == ConnectionState.CLOSED) {
        return false;
      }
      current = next;
      changes.tell(next);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds a listener for every later change.
   *
   * @param listener called in order
   * @return takes the listener out
   */
  public Subscription subscribe(Consumer<ConnectionState> listener) {
    return changes.subscribe(listener);
  }
}
