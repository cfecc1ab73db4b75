package com.multigres.meta.testkit.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/** What each numbered rule is about, in a few words. */
final class RuleTitles {
  /** {@code C2} before {@code C10}, all of a letter together. */
  static final Comparator<String> ORDER =
      Comparator.comparing((String rule) -> rule.substring(0, 1))
          .thenComparing(RuleTitles::number)
          .thenComparing(Comparator.naturalOrder());

  private static final Properties TITLES = load();

  private RuleTitles() {}

  /** The title of a rule; empty where it has none. */
  static String of(String rule) {
    return TITLES.getProperty(rule, "");
  }

  /** The capability without which there is nothing that a rule is about, if there is one. */
  static Optional<String> needs(String rule) {
    return Optional.ofNullable(TITLES.getProperty(rule + ".needs"));
  }

  private static int number(String rule) {
    String digits = rule.replaceAll("\\D", "");
    return digits.isEmpty() || digits.length() > 9 ? 0 : Integer.parseInt(digits);
  }

  private static Properties load() {
    Properties titles = new Properties();
    try (InputStream file = RuleTitles.class.getResourceAsStream("rules.properties")) {
      titles.load(
          new InputStreamReader(
              Objects.requireNonNull(file, "rules.properties"), StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return titles;
  }
}
