package com.multigres.meta.store;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * How a duration stands in a message that people read: {@code 500 ms}, {@code 1 s}, {@code 2 h}.
 */
public final class DurationText {
  private static final int NANOS_PER_MILLI = 1_000_000;
  private static final int NANO_DIGITS = 9;

  private DurationText() {}

  /**
   * Spells a duration in the largest unit in which it is a whole number, up to hours; one that is
   * not even a whole number of milliseconds in seconds.
   *
   * @param duration the duration
   * @return the text, exact
   */
  public static String of(Duration duration) {
    long seconds = duration.getSeconds();
    int nanos = duration.getNano();
    if (nanos == 0) {
      return wholeSeconds(seconds);
    }
    if (seconds == 0 && nanos % NANOS_PER_MILLI == 0) {
      return nanos / NANOS_PER_MILLI + " ms";
    }
    BigDecimal exact = BigDecimal.valueOf(seconds).add(BigDecimal.valueOf(nanos, NANO_DIGITS));
    return exact.stripTrailingZeros().toPlainString() + " s";
  }

  private static String wholeSeconds(long seconds) {
    if (seconds != 0 && seconds % 3600 == 0) {
      return seconds / 3600 + " h";
    }
    return seconds != 0 && seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
  }
}
