package com.multigres.meta.catalog.sql;

import static com.multigres.meta.catalog.sql.Read.change;
import static com.multigres.meta.catalog.sql.Read.mine;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.sql.Statement.CreateTable;
import com.multigres.meta.catalog.sql.Statement.SetTableGroup;
import com.multigres.meta.catalog.sql.Statement.ShowDatabases;
import com.multigres.meta.catalog.sql.Statement.ShowShards;
import com.multigres.meta.catalog.sql.Statement.ShowTableGroups;
import com.multigres.meta.catalog.sql.Statement.ShowTables;
import com.multigres.meta.model.CatalogChange.CancelShards;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.DropTableGroup;
import com.multigres.meta.model.CatalogChange.MergeShards;
import com.multigres.meta.model.CatalogChange.MoveTable;
import com.multigres.meta.model.CatalogChange.PlaceTable;
import com.multigres.meta.model.CatalogChange.RenameDatabase;
import com.multigres.meta.model.CatalogChange.RenameTableGroup;
import com.multigres.meta.model.CatalogChange.SetShardState;
import com.multigres.meta.model.CatalogChange.SplitShard;
import com.multigres.meta.model.CatalogChange.SwitchShards;
import com.multigres.meta.model.ShardState;
import com.multigres.meta.model.TableName;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What each statement means. */
class StatementsTest {
  private static final Optional<String> SESSIONS = Optional.empty();

  @Test
  void databasesAreCreatedDroppedAndRenamed() {
    assertThat(change("CREATE DATABASE db1")).isEqualTo(CreateDatabase.named("db1"));
    assertThat(change("create database if not exists db1;"))
        .isEqualTo(CreateDatabase.named("db1", true));
    assertThat(change("DROP DATABASE db1")).isEqualTo(new DropDatabase("db1", false));
    assertThat(change("Drop Database If Exists db1")).isEqualTo(new DropDatabase("db1", true));
    assertThat(change("ALTER DATABASE d RENAME TO e")).isEqualTo(new RenameDatabase("d", "e"));
  }

  @Test
  void aWordOfAClauseCanBeAName() {
    assertThat(change("CREATE DATABASE if")).isEqualTo(CreateDatabase.named("if"));
    assertThat(change("DROP DATABASE if")).isEqualTo(new DropDatabase("if", false));
    assertThat(change("DROP DATABASE IF EXISTS if")).isEqualTo(new DropDatabase("if", true));
    assertThat(change("CREATE TABLEGROUP shards FOR tablegroup SHARDS 1"))
        .isEqualTo(CreateTableGroup.ofShards("tablegroup", "shards", 1, false));
  }

  @Test
  void tablegroupsAreCreatedWithOneShardSoManyOrTheseNamed() {
    assertThat(change("create tablegroup tg1 for db1"))
        .isEqualTo(CreateTableGroup.ofShards("db1", "tg1", 1, false));
    assertThat(change("CREATE TABLEGROUP IF NOT EXISTS t FOR d SHARDS 4"))
        .isEqualTo(CreateTableGroup.ofShards("d", "t", 4, true));
    assertThat(change("CREATE TABLEGROUP t FOR d SHARDS ('0-8', '8-inf')"))
        .isEqualTo(new CreateTableGroup("d", "t", List.of("0-8", "8-inf"), false));
  }

  @Test
  void tablegroupsAreDroppedAndRenamed() {
    assertThat(change("DROP TABLEGROUP t FOR d")).isEqualTo(new DropTableGroup("d", "t", false));
    assertThat(change("DROP TABLEGROUP IF EXISTS t FOR d"))
        .isEqualTo(new DropTableGroup("d", "t", true));
    assertThat(change("ALTER TABLEGROUP t FOR d RENAME TO u"))
        .isEqualTo(new RenameTableGroup("d", "t", "u"));
  }

  @Test
  void shardsAreSplitMergedSwitchedAndCancelled() {
    List<String> two = List.of("0-4", "4-8");
    String group = "ALTER TABLEGROUP t FOR d ";

    assertThat(change(group + "SPLIT SHARD '0-8' INTO ('0-4', '4-8')"))
        .isEqualTo(new SplitShard("d", "t", "0-8", two));
    assertThat(change(group + "MERGE SHARDS ('0-4', '4-8')"))
        .isEqualTo(new MergeShards("d", "t", two));
    assertThat(change(group + "SWITCH SHARDS ('0-4', '4-8')"))
        .isEqualTo(new SwitchShards("d", "t", two));
    assertThat(change(group + "CANCEL SHARDS ('0-8')"))
        .isEqualTo(new CancelShards("d", "t", List.of("0-8")));
  }

  @Test
  void aShardTakesEveryState() {
    for (ShardState state : ShardState.values()) {
      assertThat(change("ALTER SHARD '0-8' OF t FOR d SET STATE " + state))
          .isEqualTo(new SetShardState("d", "t", "0-8", state));
    }
  }

  @Test
  void aTableIsPlacedAndItsStatementComesBackWithoutTheClause() {
    assertThat(mine("CREATE TABLE t1 (id int, \"IN\" text) WITH (fillfactor = 70) IN tg1 FOR db1;"))
        .isEqualTo(
            new CreateTable(
                TableName.of("t1"),
                false,
                "tg1",
                Optional.of("db1"),
                "CREATE TABLE t1 (id int, \"IN\" text) WITH (fillfactor = 70);"));
    assertThat(change("create table s.t1(id int)in tg1"))
        .isEqualTo(new PlaceTable("here", new TableName("s", "t1"), "tg1", false));
    assertThat(change("CREATE UNLOGGED TABLE IF NOT EXISTS t1 (id int) IN tg1"))
        .isEqualTo(new PlaceTable("here", TableName.of("t1"), "tg1", true));
    assertThat(change("CREATE TABLE t1 AS SELECT 1 AS a IN \"TG 1\" FOR \"D\""))
        .isEqualTo(new PlaceTable("D", TableName.of("t1"), "TG 1", false));
  }

  @Test
  void whatTheShardsRunKeepsItsCommentsAndStaysOneStatement() {
    CreateTable commented =
        (CreateTable) mine("/* a */ CREATE TABLE t (i int) -- b\n  IN /* c */ g --d\n;-- e");
    CreateTable tight = (CreateTable) mine("CREATE TABLE t (i int)IN g--d");

    assertThat(commented.plain()).isEqualTo("/* a */ CREATE TABLE t (i int) -- b\n --d\n;-- e");
    assertThat(tight.plain()).isEqualTo("CREATE TABLE t (i int) --d");
  }

  @Test
  void aTableIsMoved() {
    assertThat(mine("ALTER TABLE t SET TABLEGROUP g"))
        .isEqualTo(new SetTableGroup(TableName.of("t"), "g", SESSIONS));
    assertThat(change("ALTER TABLE s.select SET TABLEGROUP g FOR d"))
        .isEqualTo(new MoveTable("d", new TableName("s", "select"), "g"));
  }

  @Test
  void theCatalogIsShown() {
    Optional<String> d = Optional.of("d");
    Optional<String> t = Optional.of("t");

    assertThat(mine("SHOW DATABASES")).isEqualTo(new ShowDatabases());
    assertThat(mine("SHOW TABLEGROUPS")).isEqualTo(new ShowTableGroups(SESSIONS));
    assertThat(mine("SHOW TABLEGROUPS FOR d")).isEqualTo(new ShowTableGroups(d));
    assertThat(mine("SHOW SHARDS")).isEqualTo(new ShowShards(SESSIONS, SESSIONS));
    assertThat(mine("SHOW SHARDS FOR d")).isEqualTo(new ShowShards(d, SESSIONS));
    assertThat(mine("SHOW SHARDS FOR d TABLEGROUP t")).isEqualTo(new ShowShards(d, t));
    assertThat(mine("SHOW TABLES")).isEqualTo(new ShowTables(SESSIONS, SESSIONS));
    assertThat(mine("SHOW TABLES IN t")).isEqualTo(new ShowTables(t, SESSIONS));
    assertThat(mine("SHOW TABLES IN t FOR d")).isEqualTo(new ShowTables(t, d));
    assertThat(mine("SHOW TABLES FOR d")).isEqualTo(new ShowTables(SESSIONS, d));
  }

  @Test
  void statementsInOneTextAreToldApart() {
    List<Reading> readings =
        Statements.readAll(
            "CREATE DATABASE \"a;b\"; ;\n-- c;\nSELECT ';' /* ; */, $x$;$x$, (1;2);\nSHOW SHARDS FRO d;");

    assertThat(readings).hasSize(3);
    assertThat(readings.get(0))
        .isEqualTo(new Reading.Mine(new Statement.Change(CreateDatabase.named("a;b"))));
    assertThat(((Reading.NotMine) readings.get(1)).text())
        .isEqualTo("-- c;\nSELECT ';' /* ; */, $x$;$x$, (1;2)");
    assertThat(((Reading.Malformed) readings.get(2)).error().position()).isEqualTo(80);
  }

  @Test
  void theBodyOfAnSqlFunctionIsOneStatement() {
    String function =
        "CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END;"
            + " SELECT 2; END";

    List<Reading> readings = Statements.readAll(function + "; SHOW DATABASES; BEGIN; END");

    assertThat(readings).hasSize(4);
    assertThat(readings.get(0)).isEqualTo(new Reading.NotMine(function, Optional.empty()));
    assertThat(readings.get(1)).isEqualTo(new Reading.Mine(new ShowDatabases()));
  }

  @Test
  void aTextIsUnfinishedUntilItsLastSemicolon() {
    assertThat(Statements.isUnfinished("SHOW DATABASES")).isTrue();
    assertThat(Statements.isUnfinished("SHOW DATABASES /* ;")).isTrue();
    assertThat(Statements.isUnfinished("SELECT 'a;")).isTrue();
    assertThat(Statements.isUnfinished("CREATE TABLE t (a int;")).isTrue();
    assertThat(Statements.isUnfinished("SHOW DATABASES; -- and no more")).isFalse();
    assertThat(Statements.isUnfinished("  ")).isFalse();
  }
}
