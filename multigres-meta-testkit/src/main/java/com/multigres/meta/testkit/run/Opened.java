package com.multigres.meta.testkit.run;

import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The stores that a run opened, so that whoever ends it early can close them. Thread-safe.
 *
 * @param <S> the kind of store
 */
final class Opened<S> {
  private final Map<S, Boolean> stores = new WeakHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Consumer<S> closing;
  private boolean over;

  Opened(Consumer<S> closing) {
    this.closing = closing;
  }

  S keep(S store) {
    lock.lock();
    try {
      stores.put(store, true);
      if (!over) {
        return store;
      }
    } finally {
      lock.unlock();
    }
    closing.accept(store);
    return store;
  }

  /** Closes all, and whatever is opened later too. */
  void closeAll() {
    List<S> all;
    lock.lock();
    try {
      over = true;
      all = List.copyOf(stores.keySet());
      stores.clear();
    } finally {
      lock.unlock();
    }
    all.forEach(closing);
  }
}
