package com.multigres.meta.catalog.sql;

import static com.multigres.meta.catalog.sql.Read.change;
import static com.multigres.meta.catalog.sql.Read.error;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.SetShardState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and strings are read as PostgreSQL reads them. */
class LexingTest {

  static String name(String identifier) {
    return ((CreateDatabase) change("CREATE DATABASE " + identifier)).name();
  }

  static String string(String literal) {
    return ((SetShardState) change("ALTER SHARD " + literal + " OF t FOR d SET STATE READY"))
        .shard();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Db1 | db1",
        "\"Db1\" | Db1",
        "\"a\"\"b\" | a\"b",
        "a$1 | a$1",
        "_x | _x",
        "ÀÉ | ÀÉ",
        "aÀB | aÀb",
        "日本 | 日本",
        "\uD83D\uDE00 | \uD83D\uDE00",
        "U&\"d\\0061t\\+000061\" | data",
        "u&\"d!0061\" UESCAPE '!' | da",
        "U&\"a\\\\b\" | a\\b",
        "U&\"\\D83D\\DE00\" | \uD83D\uDE00",
        "U&\"a\"\"b\" | a\"b",
        "uescape | uescape",
        "u | u"
      })
  void anIdentifier(String identifier, String name) {
    assertThat(name(identifier)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'a' | a",
        "'a''b' | a'b",
        "'a\\b' | a\\b",
        "E'a\\nb' | `a\nb`",
        "e'\\'' | '",
        "E'a''\\\\b' | a'\\b",
        "E'\\x41\\101\\u0041\\U00000041' | AAAA",
        "E'\\xc3\\xa9' | é",
        "E'\\uD83D\\uDE00' | \uD83D\uDE00",
        "E'\\x\\q' | xq",
        "$$a'b$$ | a'b",
        "$t$a$$b$t$ | a$$b",
        "U&'\\0061' | a",
        "U&'a''b' | a'b",
        "U&'!+000061' UESCAPE '!' | a",
        "`'a'\n  'b'` | ab",
        "`'a' -- c\n-- d\n'b'` | ab",
        "`E'a\\n'\n'b\\n'` | `a\nb\n`"
      })
  void aString(String literal, String text) {
    assertThat(string(literal)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "E'\\u12'",
        "E'\\xff'",
        "E'\\0'",
        "E'\\uD83D'",
        "E'\\uDE00'",
        "E'\\UFFFFFFFF'",
        "U&'\\00'",
        "U&'\\+110000'",
        "U&'\\0000'",
        "U&'a' UESCAPE 'ab'",
        "U&'a' UESCAPE '+'",
        "U&'a' UESCAPE b",
        "'a' 'b'",
        "'a' /* c\n */ 'b'",
        "B'01'",
        "X'1f'",
        "N'a'",
        "\"a\"",
        "$1$a$1$",
        "a$$b$$",
        "'\uD83D'"
      })
  void noString(String literal) {
    error("ALTER SHARD " + literal + " OF t FOR d SET STATE READY");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/* a /* b */ ' */CREATE DATABASE d",
        "-- ' \nCREATE DATABASE d",
        "CREATE\u000b\f\r\n\tDATABASE/**/d--",
        "CREATE DATABASE d /* ; */ ; -- ;"
      })
  void commentsAndWhiteSpaceMeanNothing(String text) {
    assertThat(change(text)).isEqualTo(CreateDatabase.named("d"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00a0", "\u3000", "\u2028"})
  void whatIsBeyondAsciiIsPartOfAWord(String space) {
    assertThat(name("a" + space + "b")).isEqualTo("a" + space + "b");
  }

  @ParameterizedTest
  @ValueSource(ints = {63, 64, 1000})
  void aLongNameIsNotCutOff(int length) {
    assertThat(name("x".repeat(length))).hasSize(length);
  }
}
