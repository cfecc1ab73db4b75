package com.multigres.meta.topo.spi;

import com.multigres.meta.store.Subscription;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Tells any number of listeners, each in order and at its own pace. A listener that is further
 * behind than {@value #MAX_BEHIND} loses the oldest of what it has not heard. Thread-safe.
 *
 * @param <T> what is told
 */
public final class Broadcast<T> {
  private static final int MAX_BEHIND = 1_000;

  private final CallbackThreads threads;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  /**
   * A broadcast without listeners.
   *
   * @param threads where listeners run
   */
  public Broadcast(CallbackThreads threads) {
    this.threads = threads;
  }

  /**
   * Adds a listener for all that is told from now on.
   *
   * @param listener called in order
   * @return takes the listener out
   */
  public Subscription subscribe(Consumer<T> listener) {
    Listener added = new Listener(listener);
    listeners.add(added);
    return added;
  }

  /**
   * Tells all who listen now. Never blocks; calls made by one thread after another are told in that
   * order.
   *
   * @param news what to tell
   */
  public void tell(T news) {
    listeners.forEach(listener -> listener.add(news));
  }

  private final class Listener implements Subscription {
    private final Consumer<T> told;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<T> behind = new ArrayDeque<>();
    private final CallbackLane lane;

    Listener(Consumer<T> told) {
      this.told = told;
      this.lane = new CallbackLane(threads, this::next);
    }

    void add(T news) {
      lock.lock();
      try {
        if (behind.size() == MAX_BEHIND) {
          behind.removeFirst();
        }
        behind.addLast(news);
      } finally {
        lock.unlock();
      }
      lane.wake();
    }

    private Optional<Runnable> next() {
      lock.lock();
      try {
        return Optional.ofNullable(behind.pollFirst()).map(news -> () -> told.accept(news));
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      listeners.remove(this);
      lane.stop();
    }
  }
}
