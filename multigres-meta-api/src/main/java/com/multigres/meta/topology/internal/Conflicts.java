package com.multigres.meta.topology.internal;

import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Starts again what lost against somebody else's write. */
public final class Conflicts {
  private static final int MAX_ATTEMPTS = 100;
  private static final long MAX_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private Conflicts() {}

  /** Runs attempts until one has a result. */
  public static <R> R retry(TopoPath path, Supplier<Optional<R>> attempt) {
    for (int lost = 0; lost < MAX_ATTEMPTS; lost++) {
      Optional<R> result = attempt.get();
      if (result.isPresent()) {
        return result.get();
      }
      pause(lost);
    }
    throw TopoException.refused(
        TopoException.Code.BAD_VERSION,
        path,
        "others changed it first in each of " + MAX_ATTEMPTS + " attempts");
  }

  /** Runs a conditional write; empty when its condition did not hold and nothing was written. */
  public static <R> Optional<R> unlessLost(Supplier<R> write) {
    try {
      return Optional.of(write.get());
    } catch (TopoException e) {
      if (lost(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Whether a conditional write failed only because something else stood there. */
  public static boolean lost(TopoException e) {
    return switch (e.code()) {
      case NODE_EXISTS, NO_NODE, BAD_VERSION -> true;
      default -> false;
    };
  }

  /** An interrupt ends the pause; the next call to the store then says so. */
  private static void pause(int lost) {
    long longest = Math.min(MAX_PAUSE_NANOS, 50_000L << Math.min(lost, 16));
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longest));
  }
}
