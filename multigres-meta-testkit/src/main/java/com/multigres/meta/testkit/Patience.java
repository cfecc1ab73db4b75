package com.multigres.meta.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;

/** How long a test waits for what must come; {@code -Dmultigres.testkit.patience=SECONDS}. */
public final class Patience {
  /** The property that sets it. */
  public static final String PROPERTY = "multigres.testkit.patience";

  private static final int ATTEMPTS = 3;

  private Patience() {}

  /** The longest wait. */
  public static Duration longest() {
    return Duration.ofSeconds(Long.getLong(PROPERTY, 30));
  }

  /**
   * Asserts that something is quick. A busy machine makes it late now and then, a store that breaks
   * the rule always: so it may try again, and one good time of three is enough.
   *
   * @param what is timed, for the message
   * @param limit what it must stay below
   * @param attempt does it and answers how long it took
   */
  public static void within(String what, Duration limit, Supplier<Duration> attempt) {
    List<Duration> took = new ArrayList<>();
    while (took.size() < ATTEMPTS) {
      took.add(attempt.get());
      if (took.get(took.size() - 1).compareTo(limit) < 0) {
        return;
      }
    }
    throw new AssertionError(what + " must take less than " + limit + ", and took " + took);
  }

  /** How long something takes. */
  public static Duration taken(Runnable work) {
    long begun = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /**
   * Waits for what should come.
   *
   * @param condition what to look for, often
   * @return whether it came
   */
  public static boolean comes(BooleanSupplier condition) {
    try {
      eventually().until(condition::getAsBoolean);
      return true;
    } catch (ConditionTimeoutException never) {
      return false;
    }
  }

  /** Waits, looking often. */
  public static ConditionFactory eventually() {
    return Awaitility.await()
        .atMost(longest())
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10));
  }
}
