package com.multigres.meta.testservers.internal;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Work of several steps of which a failing one must not keep the others from being done. */
public final class Steps {

  private Steps() {}

  /** Takes each step; the first failure goes on when all are taken, with the others behind it. */
  public static void takeAll(Runnable... steps) {
    takeAll(List.of(steps));
  }

  /** Takes each step; the first failure goes on when all are taken, with the others behind it. */
  public static void takeAll(List<Runnable> steps) {
    Optional<RuntimeException> failure = Optional.empty();
    for (Runnable step : steps) {
      try {
        step.run();
      } catch (RuntimeException e) {
        failure.ifPresent(first -> first.addSuppressed(e));
        failure = Optional.of(failure.orElse(e));
      }
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  /** What work yields; where it fails it is undone, and its own failure goes on. */
  public static <T> T orUndo(Supplier<T> work, Runnable undo) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      try {
        undo.run();
      } catch (RuntimeException more) {
        e.addSuppressed(more);
      }
      throw e;
    }
  }
}
