package com.multigres.meta.catalog.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Large texts need neither stack nor more time than their length; quadratic work would take
 * minutes.
 */
class LargeTextsTest {
  private static final int LENGTH = 300_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        ")",
        "/*",
        "/* */",
        "/*\n'",
        "--\n",
        "'",
        "''",
        "'a'\n",
        "\"",
        "\"\"",
        "$",
        "$a",
        "$$",
        "$a$",
        "U&'a' ",
        "U&\"a\" uescape ",
        "E'\\",
        "E'\\u",
        ";",
        "a;",
        "show shards x;",
        "IN g ",
        "a.",
        "begin ",
        "case ",
        ",",
        "1",
        ".",
        "\u00e9",
        "\uD83D"
      })
  void theTimeIsInProportionToTheLength(String part) throws InterruptedException {
    String many = part.repeat(LENGTH / part.length());
    for (String head :
        List.of("", "CREATE TABLE t ", "CREATE TABLEGROUP t FOR d SHARDS ('", "CREATE FUNCTION ")) {
      AtomicReference<String> end = new AtomicReference<>("");
      Thread thread =
          new Thread(null, () -> end.set(readings(head + many)), "multigres-small-stack", 1 << 18);
      thread.setDaemon(true);
      thread.start();

      assertTimeoutPreemptively(Duration.ofSeconds(60), () -> thread.join());
      assertThat(end.get()).as("of %s%s…", head, part).isEqualTo("read");
    }
  }

  private static String readings(String text) {
    Statements.read(text);
    Statements.readAll(text);
    Statements.isUnfinished(text);
    return "read";
  }
}
