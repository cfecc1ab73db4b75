package com.multigres.meta.topo.zookeeper.internal;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Natural batching: while {@value #IN_FLIGHT} requests are under way, what is asked meanwhile joins
 * the next one. There is no timer, and a lone caller is sent at once. Never blocks. Thread-safe.
 *
 * @param <T> what is asked
 */
final class Lane<T> {
  private static final int IN_FLIGHT = 2;

  /**
   * What goes together, and how.
   *
   * @param <T> what is asked
   */
  interface Carrier<T> {
    /**
     * Takes what goes together next, at least one. Called by one thread at a time.
     *
     * @param waiting is not empty
     * @return what is to be sent; empty where nobody wants what was taken any more
     */
    List<T> take(Queue<T> waiting);

    /**
     * Sends it.
     *
     * @param done to be run once, when it is no longer under way: before its answers are dealt with
     */
    void send(List<T> group, Runnable done);
  }

  private final Carrier<T> carrier;
  private final Queue<T> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final ReentrantLock taking = new ReentrantLock();

  Lane(Carrier<T> carrier) {
    this.carrier = carrier;
  }

  /** Sends now or with the next request. */
  void add(T asked) {
    waiting.add(asked);
    pump();
  }

  private void pump() {
    // Whoever finds no room leaves what waits to whoever makes some, who looks here afterwards.
    while (!waiting.isEmpty() && reserved()) {
      List<T> group = taken();
      if (group.isEmpty()) {
        inFlight.decrementAndGet();
      } else {
        carrier.send(group, this::done);
      }
    }
  }

  private boolean reserved() {
    int now = inFlight.get();
    while (now < IN_FLIGHT) {
      if (inFlight.compareAndSet(now, now + 1)) {
        return true;
      }
      now = inFlight.get();
    }
    return false;
  }

  private List<T> taken() {
    taking.lock();
    try {
      return waiting.isEmpty() ? List.of() : carrier.take(waiting);
    } finally {
      taking.unlock();
    }
  }

  private void done() {
    inFlight.decrementAndGet();
    pump();
  }
}
