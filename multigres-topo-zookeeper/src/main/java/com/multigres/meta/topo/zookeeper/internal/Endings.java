package com.multigres.meta.topo.zookeeper.internal;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.spi.CallbackThreads;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Ends sessions at the server, which may not answer. */
public final class Endings {
  /** For what only saves the server some time. */
  public static final Duration SHORT = Duration.ofSeconds(2);

  private Endings() {}

  /**
   * Ends a session and its connection, on a thread of the store; also for a caller that is
   * interrupted.
   *
   * @return whether the server has ended the session; otherwise it goes by its time to live
   */
  public static boolean end(Wire wire, CallbackThreads threads, Deadline deadline) {
    AtomicBoolean answered = new AtomicBoolean();
    boolean over = threads.finish(() -> answered.set(finish(wire)), deadline);
    if (!over) {
      threads.execute(wire::drop);
    }
    return over && answered.get();
  }

  /** Ends a session that owns nothing, where that is quick, and its connection. */
  public static void leave(Wire wire, CallbackThreads threads) {
    if (wire.isConnected()) {
      end(wire, threads, Deadline.after(SHORT));
    } else {
      threads.execute(wire::drop);
    }
  }

  private static boolean finish(Wire wire) {
    try {
      boolean answered = wire.finish();
      wire.drop();
      return answered;
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
