package com.multigres.meta.topo.spi.lock;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.spi.CallbackThreads;
import com.multigres.meta.topo.spi.StoreLife;
import com.multigres.meta.topo.spi.TopoArguments;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a store's locks are made of.
 *
 * @param backend the backend's part
 * @param arguments refuses what no backend takes
 * @param life whether the store is open
 * @param threads where listeners run
 * @param signals says that a lock may have passed on
 * @param timeout how long one call may take
 */
record LockParts(
    LockBackend backend,
    TopoArguments arguments,
    StoreLife life,
    CallbackThreads threads,
    LockSignals signals,
    Duration timeout) {
  private static final Logger log = LoggerFactory.getLogger(LockParts.class);
  // For what a caller that gave up leaves to be done: it waits for it, but not for long.
  private static final Duration CLEANING = Duration.ofMillis(500);

  Deadline call() {
    return Deadline.after(timeout);
  }

  /** The deadline of one step of a longer wait. */
  Deadline call(Deadline whole) {
    Duration left = whole.remaining();
    return Deadline.after(left.isZero() ? Duration.ofMillis(1) : shorter(left));
  }

  private Duration shorter(Duration left) {
    return left.compareTo(timeout) < 0 ? left : timeout;
  }

  /**
   * Gives a place up that nobody wants any more, on a thread of the store: the caller's may be
   * interrupted, which must not keep it from cleaning up. Its session is renewed no longer in any
   * case.
   */
  void abandon(LockPlace place) {
    if (!place.lease().close() && !place.lease().isLost()) {
      return;
    }
    if (CallbackThreads.insideCallback()) {
      threads.execute(() -> leave(place));
    } else if (!threads.finish(() -> leave(place), Deadline.after(CLEANING))) {
      log.debug("the place at {} is still being given up", place.request().path());
    }
  }

  void leave(LockPlace place) {
    try {
      backend.leave(place, call());
    } catch (TopoException failure) {
      log.debug(
          "a place at {} goes by its time to live: {}",
          place.request().path(),
          failure.getMessage());
    }
  }
}
