package com.multigres.meta.testkit.run.measure;

import com.multigres.meta.testkit.report.Limit;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/**
 * Looks for the most that a store takes, by trying.
 *
 * @param what of what
 * @param unit in what it is counted
 * @param cap where the search ends when nothing is refused
 */
record Search(String what, String unit, long cap) {

  /**
   * Tries what is declared and one more first, then goes up in doubling steps or between the two.
   *
   * @param declared what the store says that it takes; empty where it says nothing
   * @param attempt tries so many; answers the refusal, empty when they were taken
   */
  Limit around(OptionalLong declared, LongFunction<Optional<String>> attempt) {
    Bounds bounds = new Bounds(attempt);
    if (declared.isPresent() && bounds.takes(declared.getAsLong())) {
      bounds.takes(declared.getAsLong() + 1);
    }
    for (long next = Math.max(1, bounds.taken); bounds.refused < 0 && bounds.taken < cap; ) {
      next = Math.min(cap, next * 2);
      bounds.takes(next);
    }
    while (bounds.refused > bounds.taken + 1 && !Thread.currentThread().isInterrupted()) {
      bounds.takes(bounds.taken + (bounds.refused - bounds.taken) / 2);
    }
    return new Limit(
        what,
        unit,
        declared,
        bounds.taken,
        bounds.refused < 0 ? OptionalLong.empty() : OptionalLong.of(bounds.refused),
        bounds.refusal);
  }

  /** The most that was taken, and the least that was refused. */
  private static final class Bounds {
    private final LongFunction<Optional<String>> attempt;
    private long taken;
    private long refused = -1;
    private String refusal = "";

    Bounds(LongFunction<Optional<String>> attempt) {
      this.attempt = attempt;
    }

    boolean takes(long many) {
      Optional<String> error = attempt.apply(many);
      if (error.isEmpty()) {
        taken = many;
        return true;
      }
      refused = many;
      refusal = error.get();
      return false;
    }
  }
}
