package com.multigres.meta.topo.spi;

import com.multigres.meta.store.Deadline;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Work that is asked for any number of times and done one at a time: once more after the last time
 * it was asked for, however often that was meanwhile. Thread-safe.
 */
public final class BackgroundTask {
  private final AtomicBoolean asked = new AtomicBoolean();
  private final CallbackLane lane;

  /**
   * A task that nobody has asked for yet.
   *
   * @param threads where it runs
   * @param work what it does; what it throws is logged
   */
  public BackgroundTask(CallbackThreads threads, Runnable work) {
    this.lane =
        new CallbackLane(
            threads, () -> asked.compareAndSet(true, false) ? Optional.of(work) : Optional.empty());
  }

  /** Asks for the work to be done after this moment. Never blocks. */
  public void request() {
    asked.set(true);
    lane.wake();
  }

  /** Does not begin again. Work under way goes on. Never blocks. */
  public void stop() {
    lane.stop();
  }

  /**
   * Does not begin again, and waits for the work under way as {@link CallbackLane#close} does.
   *
   * @param deadline until when to wait
   */
  public void close(Deadline deadline) {
    lane.close(deadline);
  }
}
