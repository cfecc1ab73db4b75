package com.multigres.meta.catalog.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.model.Seed;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever the text, the end is a statement, "not mine" or an error with its place. */
class RandomTextsTest {

  @Test
  void thirtyThousandTextsEndAsTheyMay() {
    read(30_000);
  }

  @Test
  @Tag("long")
  void aMillionTextsEndAsTheyMay() {
    read(1_000_000);
  }

  private static void read(int texts) {
    Seed.run(
        random -> {
          RandomTexts source = new RandomTexts(random);
          Map<Class<?>, Integer> ends = new HashMap<>();
          for (int i = 0; i < texts; i++) {
            String text = source.next();
            ends.merge(check(text).getClass(), 1, Integer::sum);
          }
          assertThat(ends)
              .containsOnlyKeys(Reading.Mine.class, Reading.NotMine.class, Reading.Malformed.class);
          assertThat(ends.values()).allMatch(count -> count > texts / 1000);
        });
  }

  private static Reading check(String text) {
    try {
      Reading reading = Statements.read(text);
      check(text, reading);
      List<Reading> all = Statements.readAll(text);
      for (Reading each : all) {
        checkPart(text, each);
      }
      boolean unfinished = Statements.isUnfinished(text);
      assertThat(all.isEmpty() && unfinished).isFalse();
      return reading;
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      throw new AssertionError("of " + shown(text), e);
    }
  }

  private static void check(String text, Reading reading) {
    if (reading instanceof Reading.Mine mine) {
      String printed = Statements.print(mine.statement());
      assertThat(Statements.read(printed)).as(printed).isEqualTo(reading);
    } else if (reading instanceof Reading.NotMine other) {
      assertThat(other.text()).isEqualTo(text);
    } else if (reading instanceof Reading.Malformed malformed) {
      SyntaxError error = malformed.error();
      assertThat(error.position()).isBetween(1, text.codePointCount(0, text.length()) + 1);
      assertThat(error.message()).doesNotContain("\n").isNotBlank();
      assertThat(error.pointer(text)).endsWith("^").hasLineCount(2);
      assertThat(text.toLowerCase(Locale.ROOT)).containsAnyOf("tablegroup", "shard");
    }
  }

  private static void checkPart(String text, Reading reading) {
    if (reading instanceof Reading.Malformed malformed) {
      int position = malformed.error().position();
      assertThat(position).isBetween(1, text.codePointCount(0, text.length()) + 1);
      assertThat(malformed.error().pointer(text)).endsWith("^");
    } else if (reading instanceof Reading.NotMine other) {
      assertThat(text).contains(other.text());
    } else {
      check(text, reading);
    }
  }

  private static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    text.chars()
        .forEach(
            c -> shown.append(c >= 32 && c < 127 ? "" + (char) c : String.format("\\u%04x", c)));
    return shown.toString();
  }
}
