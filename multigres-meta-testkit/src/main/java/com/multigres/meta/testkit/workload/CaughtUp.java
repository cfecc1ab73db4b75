package com.multigres.meta.testkit.workload;

import com.multigres.meta.testkit.Patience;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Whether somebody who follows knows what stands. What is known is taken first and compared with
 * what is read then, so it was true when that read began: clients of other processes may have gone
 * on since, and what is told of their doing stands behind that moment.
 */
final class CaughtUp {
  private CaughtUp() {}

  /**
   * Waits until what is known is what stands.
   *
   * @param known what is known, if anything is
   * @param standing reads what stands; nothing where that is refused
   * @return when the read began that found it so, by {@link System#nanoTime}; empty if none did
   */
  static <T> OptionalLong since(Supplier<Optional<T>> known, Supplier<Optional<T>> standing) {
    AtomicLong begun = new AtomicLong();
    boolean came =
        Patience.comes(
            () -> {
              Optional<T> now = known.get();
              begun.set(System.nanoTime());
              return now.isPresent() && now.equals(standing.get());
            });
    return came ? OptionalLong.of(begun.get()) : OptionalLong.empty();
  }
}
