package com.multigres.meta.view;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.spi.CallbackLane;
import com.multigres.meta.topo.spi.CallbackThreads;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells one listener what changed since it was last told, however slow it is. Thread-safe. */
final class ChangeLane implements Subscription {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private final Published published;
  private final Consumer<ViewChange> listener;
  private final CallbackLane lane;
  private final Runnable wake;
  // Touched by the lane alone, which calls from one thread at a time.
  private ClusterSnapshot told;

  ChangeLane(
      Published published,
      CallbackThreads threads,
      ClusterSnapshot known,
      Consumer<ViewChange> listener) {
    this.published = published;
    this.told = known;
    this.listener = listener;
    this.lane = new CallbackLane(threads, this::next);
    this.wake = lane::wake;
  }

  ChangeLane start() {
    published.wakes(wake);
    lane.wake();
    return this;
  }

  private Optional<Runnable> next() {
    ClusterSnapshot now = published.now();
    if (now == told) {
      return Optional.empty();
    }
    ViewChange change = new ViewChange(told, now);
    told = now;
    return Optional.of(() -> listener.accept(change));
  }

  @Override
  public void close() {
    published.wakesNoLonger(wake);
    lane.close(Deadline.after(CLOSE_TIMEOUT));
  }
}
