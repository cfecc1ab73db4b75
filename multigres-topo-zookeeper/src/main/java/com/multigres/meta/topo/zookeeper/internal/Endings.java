package com.multigres.meta.topo.zookeeper.internal;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.spi.CallbackThreads;
import com.multigres.meta.topo.spi.Waits;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Ends sessions at the server, which may not answer. */
public final class Endings {
  /** For what only saves the server some time. */
  public static final Duration SHORT = Duration.ofSeconds(2);

  private Endings() {}

  /**
   * Ends a session and its connection, on a thread of the store.
   *
   * @return whether the server has ended the session; otherwise it goes by its time to live
   */
  public static boolean end(Wire wire, CallbackThreads threads, Deadline deadline) {
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    threads.execute(() -> finish(wire, ended));
    try {
      return Waits.get(ended, deadline, "ending a session", Outcome.UNKNOWN);
    } catch (ExecutionException failure) {
      return false;
    } catch (TopoException late) {
      threads.execute(wire::drop);
      return false;
    }
  }

  /** Ends a session that owns nothing, where that is quick, and its connection. */
  public static void leave(Wire wire, CallbackThreads threads) {
    if (wire.isConnected()) {
      end(wire, threads, Deadline.after(SHORT));
    } else {
      threads.execute(wire::drop);
    }
  }

  private static void finish(Wire wire, CompletableFuture<Boolean> ended) {
    try {
      boolean answered = wire.finish();
      wire.drop();
      ended.complete(answered);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      ended.complete(false);
    } catch (RuntimeException unusable) {
      ended.completeExceptionally(unusable);
    }
  }
}
