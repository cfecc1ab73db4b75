package com.multigres.meta.catalog.sql;

import static com.multigres.meta.catalog.sql.Read.notMine;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.model.CatalogChange.CreateDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plain PostgreSQL is never an error. */
class NotMineTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ;; -- nothing",
        "SELECT 1",
        "DROP DATABASE d WITH (FORCE)",
        "DROP DATABASE d, e",
        "DROP DATABASE",
        "ALTER DATABASE d SET search_path = a",
        "ALTER DATABASE d OWNER TO x",
        "ALTER DATABASE d RENAME TO e, f",
        "CREATE TABLE t (a int)",
        "CREATE TABLE t (a int IN g)",
        "CREATE TABLE t (a int) IN",
        "CREATE TABLE t (a int) IN select",
        "CREATE TABLE t (a int) IN g IN h",
        "CREATE TABLE t (a int) IN g FOR",
        "CREATE TABLE t (a int)) IN g",
        "CREATE TABLE t ((a int) IN g",
        "CREATE TABLE a.b.c (a int) IN g",
        "CREATE TEMP TABLE t (a int) IN g",
        "CREATE FOREIGN TABLE t (a int) IN g",
        "CREATE TABLE t PARTITION OF p FOR VALUES IN ('a', 'b')",
        "CREATE TABLE t PARTITION OF p FOR VALUES IN (g)",
        "CREATE TABLE t AS SELECT * FROM s.in g",
        "CREATE TABLE t AS SELECT (r).in g",
        "CREATE TABLE t AS SELECT 1 AS in",
        "CREATE TABLE t (a int) -- IN g",
        "CREATE TABLE t (a int) /* IN g */",
        "CREATE TABLE t (a text DEFAULT 'x') \"IN\" g",
        "CREATE TABLE t (a text DEFAULT 'x IN g",
        "CREATE TABLE t AS SELECT 'x' IN g; SELECT 1",
        "CREATE TABLE tablegroup (shards int)",
        "DROP TABLE a, b CASCADE",
        "DROP TABLE tablegroup",
        "ALTER TABLE t SET TABLESPACE x",
        "ALTER TABLE t SET (fillfactor = 70)",
        "ALTER TABLE t SPLIT PARTITION p INTO (PARTITION a FOR VALUES IN (1))",
        "ALTER TABLE t ADD COLUMN tablegroup int",
        "SHOW search_path",
        "SHOW ALL",
        "SHOW TRANSACTION ISOLATION LEVEL",
        "SHOW shards.limit",
        "SHOW tablegroups.limit",
        "SHOW databases.limit",
        "SHOW \"tablegroups\"",
        "SHOW tables.x",
        "CREATE \"tablegroup\" t FOR d",
        "CREATE DATABASE select",
        "CREATE DATABASE \"\"",
        "CREATE DATABASE 'd'",
        "CREATE DATABASE \"d",
        "CREATE DATABASE a; CREATE DATABASE b",
        "CREATE DATABASE d !",
        "CREATE DATABASE d OWNER",
        "CREATE DATABASE /* d",
        "INSERT INTO t VALUES ('CREATE TABLEGROUP')",
        "EXPLAIN CREATE TABLEGROUP"
      })
  void itComesBackAsItWas(String text) {
    assertThat(notMine(text).text()).isEqualTo(text);
    assertThat(notMine(text).plain()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE DATABASE d OWNER x",
        "CREATE DATABASE d WITH OWNER = \"X\" ENCODING 'UTF8' CONNECTION LIMIT = -1;",
        "CREATE DATABASE d TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE = 'de'",
        "CREATE DATABASE d IS_TEMPLATE true ALLOW_CONNECTIONS DEFAULT",
        "CREATE DATABASE d WITH"
      })
  void aDatabaseWithOptionsCarriesThePlainChange(String text) {
    assertThat(notMine(text).text()).isEqualTo(text);
    assertThat(notMine(text).plain()).contains(CreateDatabase.named("d"));
  }

  @Test
  void anOptionalCreationCarriesThatToo() {
    assertThat(notMine("CREATE DATABASE IF NOT EXISTS d OWNER x").plain())
        .contains(CreateDatabase.named("d", true));
  }
}
