package com.multigres.meta.topo.zookeeper.internal;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.spi.Waits;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Waits before another try. */
public final class Pauses {
  private Pauses() {}

  /** Waits, unless the deadline passes before; then, or when interrupted, it fails. */
  public static void take(Duration time, Deadline deadline, String doing) {
    CompletableFuture<Boolean> later = new CompletableFuture<>();
    var unused = later.completeOnTimeout(true, time.toNanos(), TimeUnit.NANOSECONDS);
    try {
      Waits.get(later, deadline, doing, Outcome.NOT_APPLIED);
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
