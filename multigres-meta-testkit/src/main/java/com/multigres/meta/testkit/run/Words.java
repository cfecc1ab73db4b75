package com.multigres.meta.testkit.run;

import com.multigres.meta.store.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The words behind {@code java -jar}: options with values, and options without. */
final class Words {
  private static final Set<String> VALUED =
      Set.of(
          "--topo",
          "--catalog",
          "--report",
          "--seed",
          "--theme",
          "--rule",
          "--patience",
          "--timeout",
          "--server",
          "--output",
          "--user",
          "--password-file",
          "--ca-file",
          "--cert-file",
          "--key-file",
          "--class-path");
  private static final Set<String> BARE =
      Set.of("--faults", "--long", "--no-measures", "--verbose", "--help");

  private final Map<String, List<String>> given = new LinkedHashMap<>();

  private Words() {}

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException for a word that is no option, or lacks its value
   */
  static Words parse(List<String> words) {
    Words parsed = new Words();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      if (VALUED.contains(name)) {
        if (equals < 0 && i + 1 == words.size()) {
          throw new IllegalArgumentException(name + " needs a value");
        }
        parsed.add(name, equals < 0 ? words.get(++i) : word.substring(equals + 1));
      } else if (BARE.contains(word)) {
        parsed.add(word, "");
      } else {
        throw new IllegalArgumentException("unknown option '" + name + "' (--help shows them)");
      }
    }
    return parsed;
  }

  private void add(String name, String value) {
    given.computeIfAbsent(name, absent -> new ArrayList<>()).add(value);
  }

  boolean has(String name) {
    return given.containsKey(name);
  }

  List<String> all(String name) {
    return given.getOrDefault(name, List.of());
  }

  Optional<String> one(String name) {
    List<String> values = all(name);
    if (values.size() > 1) {
      throw new IllegalArgumentException(name + " stands more than once");
    }
    return values.stream().findFirst();
  }

  Optional<Duration> duration(String name) {
    return one(name).map(text -> duration(name, text));
  }

  private static Duration duration(String name, String text) {
    return DurationText.parse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    name
                        + " is a duration like "
                        + DurationText.EXAMPLES
                        + ", not '"
                        + text
                        + "'"));
  }

  Optional<Long> number(String name) {
    return one(name).map(text -> number(name, text));
  }

  private static long number(String name, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(name + " is a number, not '" + text + "'", notANumber);
    }
  }
}
