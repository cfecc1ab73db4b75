package com.multigres.meta.topo.spi;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Feeds a lane with one task each time the lane is woken. */
final class OneAtATime implements Supplier<Optional<Runnable>> {
  private final Runnable task;
  private final AtomicBoolean taken = new AtomicBoolean();

  OneAtATime(Runnable task) {
    this.task = task;
  }

  @Override
  public Optional<Runnable> get() {
    // The lane asks until it gets nothing, so every second answer is nothing.
    return taken.compareAndSet(false, true) ? Optional.of(task) : none();
  }

  private Optional<Runnable> none() {
    taken.set(false);
    return Optional.empty();
  }
}
