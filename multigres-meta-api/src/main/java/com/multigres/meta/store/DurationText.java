package com.multigres.meta.store;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a duration stands in a message that people read: {@code 500 ms}, {@code 1 s}, {@code 2 h};
 * and how people write one in an address or a command: {@code 500ms}, {@code 5s}, {@code 2m}.
 */
public final class DurationText {
  /** Some durations as {@link #parse} reads them, for a message about one that it does not. */
  public static final String EXAMPLES = "500ms, 5s or 2m";

  private static final Pattern WRITTEN = Pattern.compile("([1-9]\\d{0,8})(ms|s|m|h|d)");
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

  /**
   * Reads a duration as people write it: a whole number above zero of at most nine digits, and one
   * of {@code ms}, {@code s}, {@code m}, {@code h} and {@code d}, without a space.
   *
   * @param text the text
   * @return the duration; empty for any other text
   */
  public static Optional<Duration> parse(String text) {
    Matcher parts = WRITTEN.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(parts.group(1));
    return Optional.of(
        switch (parts.group(2)) {
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          case "h" -> Duration.ofHours(amount);
          default -> Duration.ofDays(amount);
        });
  }

  private static String wholeSeconds(long seconds) {
    if (seconds != 0 && seconds % 3600 == 0) {
      return seconds / 3600 + " h";
    }
    return seconds != 0 && seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
  }
}
