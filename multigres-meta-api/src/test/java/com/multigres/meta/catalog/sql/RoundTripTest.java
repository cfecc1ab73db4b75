package com.multigres.meta.catalog.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.multigres.meta.catalog.sql.Statement.Change;
import com.multigres.meta.catalog.sql.Statement.CreateTable;
import com.multigres.meta.catalog.sql.Statement.ShowShards;
import com.multigres.meta.catalog.sql.Statement.ShowTables;
import com.multigres.meta.model.Authority;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.ForgetDatabase;
import com.multigres.meta.model.CatalogChange.MergeShards;
import com.multigres.meta.model.CatalogChange.MoveTable;
import com.multigres.meta.model.CatalogChange.PlaceTable;
import com.multigres.meta.model.CatalogChange.SetAuthority;
import com.multigres.meta.model.Seed;
import com.multigres.meta.model.TableName;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is printed is read as what was printed. */
class RoundTripTest {

  @Test
  void everyStatementIsReadBack() {
    Seed.run(
        random -> {
          RandomStatements statements = new RandomStatements(random);
          Set<Class<?>> kinds = new HashSet<>();
          for (int i = 0; i < 20_000; i++) {
            Statement statement = statements.next();
            kinds.add(statement.getClass());
            assertThat(Read.mine(Statements.print(statement))).isEqualTo(statement);
            assertThat(Statements.readAll(Statements.print(statement) + " ;;"))
                .as(Statements.print(statement))
                .hasSize(1);
          }
          for (int kind = 0; kind < RandomStatements.KINDS; kind++) {
            Statement statement = statements.of(kind);
            assertThat(Read.mine(Statements.print(statement))).isEqualTo(statement);
          }
          assertThat(kinds).hasSize(7);
        });
  }

  @Test
  void namesAreQuotedOnlyWhereTheyNeedIt() {
    assertThat(printed(CreateDatabase.named("db_1", true)))
        .isEqualTo("CREATE DATABASE IF NOT EXISTS db_1");
    assertThat(printed(new DropDatabase("Db", false))).isEqualTo("DROP DATABASE \"Db\"");
    assertThat(printed(new DropDatabase("user", true)))
        .isEqualTo("DROP DATABASE IF EXISTS \"user\"");
    assertThat(printed(new MergeShards("d", "t", List.of("0-4", "it's", "\\"))))
        .isEqualTo("ALTER TABLEGROUP t FOR d MERGE SHARDS ('0-4', 'it''s', E'\\\\')");
  }

  @Test
  void equalShardsAreCounted() {
    assertThat(printed(CreateTableGroup.ofShards("d", "t", 1, false)))
        .isEqualTo("CREATE TABLEGROUP t FOR d");
    assertThat(printed(CreateTableGroup.ofShards("d", "t", 4, false)))
        .isEqualTo("CREATE TABLEGROUP t FOR d SHARDS 4");
    assertThat(printed(new CreateTableGroup("d", "t", List.of("-80", "80-"), false)))
        .isEqualTo("CREATE TABLEGROUP t FOR d SHARDS ('-80', '80-')");
  }

  @Test
  void aPlacementIsPrintedIntoItsTablesStatement() {
    CreateTable create =
        new CreateTable(
            TableName.of("t"),
            false,
            "G",
            Optional.of("d"),
            "CREATE TABLE t (i int) /* a */; -- b");

    assertThat(Statements.print(create))
        .isEqualTo("CREATE TABLE t (i int) IN \"G\" FOR d /* a */; -- b");
  }

  @Test
  void aMoveIsFoundForItsChange() {
    assertThat(
            Statements.of(new MoveTable("d", new TableName("s", "t"), "g")).map(Statements::print))
        .contains("ALTER TABLE s.t SET TABLEGROUP g FOR d");
  }

  @Test
  void someChangesHaveNoStatement() {
    for (CatalogChange change :
        List.of(
            new ForgetDatabase("d", false),
            new SetAuthority(Authority.CATALOG),
            new PlaceTable("d", TableName.of("t"), "g", false),
            new CreateDatabase("d", "other", "0-inf", false))) {
      assertThat(Statements.of(change)).isEmpty();
      assertThatIllegalArgumentException().isThrownBy(() -> new Change(change));
    }
  }

  @Test
  void whatNoTextSaysIsNoStatement() {
    for (String name : List.of("", "a\0b", "\uD83D")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Change(new DropDatabase(name, false)));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new ShowTables(Optional.of(name), Optional.empty()));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Change(new MergeShards("d", "t", List.of())));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ShowShards(Optional.empty(), Optional.of("t")));
  }

  @Test
  void aPlacementHoldsTheStatementOfItsTable() {
    for (String plain :
        List.of(
            "",
            "SELECT 1",
            "CREATE TABLE u (i int)",
            "CREATE TABLE IF NOT EXISTS t (i int)",
            "CREATE TABLE t (i int) IN g",
            "CREATE TABLE t (i int",
            "CREATE TABLE t (i int); SELECT 1")) {
      assertThatIllegalArgumentException()
          .as(plain)
          .isThrownBy(
              () -> new CreateTable(TableName.of("t"), false, "g", Optional.empty(), plain));
    }
  }

  private static String printed(CatalogChange change) {
    return Statements.of(change).map(Statements::print).orElseThrow();
  }
}
