package com.multigres.meta.testkit;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How long a test waits for what must come; {@code -Dmultigres.testkit.patience=SECONDS}. */
public final class Patience {
  /** The property that sets it. */
  public static final String PROPERTY = "multigres.testkit.patience";

  private Patience() {}

  /** The longest wait. */
  public static Duration longest() {
    return Duration.ofSeconds(Long.getLong(PROPERTY, 30));
  }

  /** Waits, looking often. */
  public static ConditionFactory eventually() {
    return Awaitility.await()
        .atMost(longest())
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10));
  }
}
