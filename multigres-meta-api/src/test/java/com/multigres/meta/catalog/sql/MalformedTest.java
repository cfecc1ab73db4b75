package com.multigres.meta.catalog.sql;

import static com.multigres.meta.catalog.sql.Read.error;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors are PostgreSQL's in form: what, where, and what was expected. */
class MalformedTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CREATE TABLEGROUP | 18 | a name",
        "CREATE TABLEGROUP t | 20 | FOR",
        "CREATE TABLEGROUP t FRO d | 21 | FOR",
        "CREATE TABLEGROUP user FOR d | 19 | a name",
        "CREATE TABLEGROUP t FOR 'd' | 25 | a name",
        "CREATE TABLEGROUP t FOR d SHARD 2 | 27 | SHARDS or the end of the statement",
        "CREATE TABLEGROUP t FOR d SHARDS | 33 | \"(\"",
        "CREATE TABLEGROUP t FOR d SHARDS 0 | 34 | a number of shards from 1 to 65536",
        "CREATE TABLEGROUP t FOR d SHARDS 65537 | 34 | a number of shards from 1 to 65536",
        "CREATE TABLEGROUP t FOR d SHARDS 2x | 34 | a number of shards from 1 to 65536",
        "CREATE TABLEGROUP t FOR d SHARDS 99999999999 | 34 | a number of shards from 1 to 65536",
        "CREATE TABLEGROUP t FOR d SHARDS () | 35 | a shard's name in quotes",
        "CREATE TABLEGROUP t FOR d SHARDS ('0-8' '8-inf') | 41 | \")\"",
        "CREATE TABLEGROUP t FOR d SHARDS ('0-8',) | 41 | a shard's name in quotes",
        "CREATE TABLEGROUP t FOR d SHARDS 2 3 | 36 | the end of the statement",
        "CREATE TABLEGROUP t FOR d; SELECT 1 | 26 | SHARDS or the end of the statement",
        "DROP TABLEGROUP t | 18 | FOR",
        "DROP TABLEGROUP t FOR d CASCADE | 25 | the end of the statement",
        "ALTER TABLEGROUP t FOR d SPLIT '0-8' | 32 | SHARD",
        "ALTER TABLEGROUP t FOR d SPLIT SHARD 0-8 INTO ('0-4') | 38 | a shard's name in quotes",
        "ALTER TABLEGROUP t FOR d SPLIT SHARD '0-8' INTO 2 | 49 | \"(\"",
        "ALTER TABLEGROUP t FOR d MERGE SHARD ('0-4') | 32 | SHARDS",
        "ALTER TABLEGROUP t FOR d RENAME u | 33 | TO",
        "ALTER SHARD '0-8' OF t FOR d SET STATE ON | 40 | one of CREATING, READY, DRAINING, DROPPING",
        "ALTER TABLE t SET TABLEGROUP | 29 | a name",
        "ALTER TABLE t SET TABLEGROUP g, ADD c int | 31 | FOR or the end",
        "ALTER TABLE ONLY t SET TABLEGROUP g | 13 | [schema.]table and nothing else before SET TABLEGROUP",
        "ALTER TABLE a.b.c SET TABLEGROUP g | 13 | [schema.]table and nothing else before SET TABLEGROUP",
        "SHOW TABLEGROUPS FOR | 21 | a name",
        "SHOW SHARDS IN d | 13 | FOR or the end of the statement",
        "SHOW SHARDS FOR d TABLEGROUPS t | 19 | TABLEGROUP or the end of the statement",
      })
  void itSaysWhereAndWhatWasExpected(String text, int position, String expected) {
    assertThat(error(text).position()).isEqualTo(position);
    assertThat(error(text).expected()).isEqualTo(expected);
  }

  @Test
  void theMessageIsPostgresStyle() {
    assertThat(error("CREATE TABLEGROUP t FRO d").message())
        .isEqualTo("syntax error at or near \"FRO\" at character 21: expected FOR");
    assertThat(error("DROP TABLEGROUP t").message())
        .isEqualTo("syntax error at end of input at character 18: expected FOR");
  }

  @Test
  void whatTheLexerRefusesIsNamed() {
    assertThat(error("CREATE TABLEGROUP \"t FOR d").problem())
        .isEqualTo("unterminated quoted identifier at or near \"\"t FOR d\"");
    assertThat(error("CREATE TABLEGROUP \"\" FOR d").problem())
        .startsWith("zero-length delimited identifier");
    assertThat(error("DROP TABLEGROUP t FOR /* d").problem()).startsWith("unterminated /* comment");
    assertThat(error("CREATE TABLEGROUP t FOR d SHARDS ('0-8").problem())
        .startsWith("unterminated quoted string");
    assertThat(error("CREATE TABLEGROUP t FOR d SHARDS ($a$0-8$b$)").problem())
        .startsWith("unterminated dollar-quoted string");
    assertThat(error("CREATE TABLEGROUP U&\"\\d83d\" FOR d").problem())
        .startsWith("invalid Unicode surrogate pair");
    assertThat(error("CREATE TABLEGROUP a\0b FOR d").position()).isEqualTo(20);
  }

  @Test
  void positionsCountCharactersNotUnits() {
    assertThat(error("DROP TABLEGROUP \"\uD83D\uDE00é\" FRO d").position()).isEqualTo(22);
  }

  @Test
  void theLineIsShownWithAMarkBelowThePlace() {
    String text = "DROP TABLEGROUP\n  t\r\n\tFRO \uD83D\uDE00;\nSHOW";

    assertThat(error(text).pointer(text)).isEqualTo("LINE 3:  FRO \uD83D\uDE00;\n         ^");
    assertThat(error("SHOW SHARDS FOR").pointer("SHOW SHARDS FOR"))
        .isEqualTo("LINE 1: SHOW SHARDS FOR\n                       ^");
  }

  @Test
  void aLongTokenIsShortened() {
    String problem = error("DROP TABLEGROUP t " + "x".repeat(10_000)).problem();

    assertThat(problem).hasSizeLessThan(100).endsWith("…\"");
  }
}
