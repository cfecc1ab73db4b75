package com.multigres.meta.testkit.workload;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.store.ErrorCategory;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.history.Call;
import com.multigres.meta.testkit.history.ClientLog;
import com.multigres.meta.testkit.history.Result;
import com.multigres.meta.topo.TopoException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/** One client's log for calls that may be refused: then the history says so, and work goes on. */
final class Notes {
  // A server that is away is not asked as fast as it can refuse.
  private static final long BREATH = TimeUnit.MILLISECONDS.toNanos(5);

  private final ClientLog log;
  private final Runnable announce;

  /**
   * Notes of a client.
   *
   * @param announce runs before each operation
   */
  Notes(ClientLog log, Runnable announce) {
    this.log = log;
    this.announce = announce;
  }

  ClientLog log() {
    return log;
  }

  /** Does something; empty when it was refused, whether or not it is known what became of it. */
  <T> Optional<T> tried(Call call, Supplier<T> doing, Function<T, Result> result) {
    announce.run();
    try {
      return Optional.of(log.record(call, doing, result));
    } catch (TopoException refused) {
      breathe(refused.category());
    } catch (CatalogException refused) {
      breathe(refused.category());
    }
    return Optional.empty();
  }

  /** As {@link #tried}, again and again: once all is well everybody must be served soon. */
  <T> Optional<T> insisted(Call call, Supplier<T> doing, Function<T, Result> result) {
    return insisted(() -> tried(call, doing, result));
  }

  /**
   * Does something again and again, until it comes about.
   *
   * @param attempt does it once, and answers whether it came about
   * @return whether it did in the time that there is
   */
  static boolean insisted(BooleanSupplier attempt) {
    return insisted(() -> Optional.of(attempt).filter(BooleanSupplier::getAsBoolean)).isPresent();
  }

  private static <T> Optional<T> insisted(Supplier<Optional<T>> attempt) {
    long begun = System.nanoTime();
    Optional<T> done = attempt.get();
    while (done.isEmpty()
        && System.nanoTime() - begun < Patience.longest().toNanos()
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(BREATH);
      done = attempt.get();
    }
    return done;
  }

  /** Looks at something, and writes down what was seen; nothing where that was refused. */
  void saw(Supplier<Call> looking) {
    announce.run();
    try {
      log.seen(looking);
    } catch (TopoException refused) {
      breathe(refused.category());
    }
  }

  /** Does something that yields nothing; whether it was done. */
  boolean tried(Call call, Runnable doing) {
    return tried(
            call,
            () -> {
              doing.run();
              return true;
            },
            done -> new Result.Nothing())
        .isPresent();
  }

  private static void breathe(ErrorCategory why) {
    if (why == ErrorCategory.TRANSIENT) {
      LockSupport.parkNanos(BREATH);
    }
  }
}
