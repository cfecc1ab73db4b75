package com.multigres.meta.catalog.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.memory.catalog.MemoryCatalogs;
import com.multigres.meta.model.Database;
import com.multigres.meta.model.Shard;
import com.multigres.meta.model.TableGroup;
import com.multigres.meta.model.TableName;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CatalogSessionTest {
  private final String name = "session-" + UUID.randomUUID();
  private final CatalogStore store = CatalogStores.open("memory://" + name);
  private final CatalogSession session = CatalogSession.on(store);

  @BeforeEach
  void makeTheCatalog() {
    store.initialise();
  }

  @AfterEach
  void forgetTheCatalog() {
    store.close();
    MemoryCatalogs.forget(name);
  }

  private Answers run(String text) {
    return session.run(text, ApplyOptions.none());
  }

  @Test
  void aListOfStatementsIsOneGeneration() {
    Answers answers =
        run(
            "CREATE DATABASE db1; CREATE TABLEGROUP tg1 FOR db1 SHARDS 2;"
                + " CREATE TABLE t1 (id int) IN tg1 FOR db1");

    assertThat(answers.changed()).isTrue();
    assertThat(answers.position().generation()).isEqualTo(2);
    assertThat(answers.answers()).hasSize(3).allMatch(Answer.Changed.class::isInstance);
    assertThat(store.read().position()).isEqualTo(answers.position());
    assertThat(store.read().catalog().database("db1").orElseThrow().tables())
        .containsExactly(TableName.of("t1"));
  }

  @Test
  void aListOfWhichOneIsRefusedChangesNothing() {
    assertCode(Code.NOT_FOUND, () -> run("CREATE DATABASE db1; DROP TABLEGROUP t FOR db1"));

    assertThat(store.read().position().generation()).isEqualTo(1);
  }

  @Test
  void whatIsThereOrGoneAlreadyIsNoErrorWhereThatIsSaid() {
    run("CREATE DATABASE db1");

    assertThat(run("CREATE DATABASE IF NOT EXISTS db1").changed()).isFalse();
    assertThat(run("DROP DATABASE IF EXISTS nowhere").changed()).isFalse();
    assertThat(run("DROP TABLEGROUP IF EXISTS t FOR db1").changed()).isFalse();
    assertCode(Code.ALREADY_EXISTS, () -> run("CREATE DATABASE db1"));
    assertCode(Code.NOT_FOUND, () -> run("DROP DATABASE nowhere"));
  }

  @Test
  void withoutADatabaseTheSessionsIsMeant() {
    String usual = store.read().catalog().defaultDatabase().map(Database::name).orElseThrow();
    run("CREATE DATABASE db1; CREATE TABLEGROUP g FOR db1");
    run("CREATE TABLEGROUP g FOR \"" + usual + "\"");

    run("CREATE TABLE here (i int) IN g");
    session.inDatabase("db1").run("CREATE TABLE there (i int) IN g", ApplyOptions.none());

    assertThat(tables("SHOW TABLES IN g")).containsExactly("here");
    assertThat(tables("SHOW TABLES FOR db1")).containsExactly("there");
    run("ALTER TABLE there SET TABLEGROUP \"default\" FOR db1");
    assertThat(tables("SHOW TABLES IN g FOR db1")).isEmpty();
  }

  private java.util.List<String> tables(String text) {
    Answer.Tables tables = (Answer.Tables) run(text).answers().get(0);
    return tables.tableGroups().stream()
        .flatMap(group -> tables.database().tablesOf(group))
        .map(TableName::name)
        .toList();
  }

  @Test
  void aShardGoesThroughASplit() {
    run("CREATE DATABASE d; CREATE TABLEGROUP t FOR d SHARDS 2");
    run("ALTER SHARD '0-8' OF t FOR d SET STATE READY");
    run("ALTER TABLEGROUP t FOR d SPLIT SHARD '0-8' INTO ('0-4', '4-8')");
    run(
        "ALTER SHARD '0-4' OF t FOR d SET STATE READY; ALTER SHARD '4-8' OF t FOR d SET STATE READY;"
            + " ALTER TABLEGROUP t FOR d SWITCH SHARDS ('0-4', '4-8')");

    Answer.Shards shards = (Answer.Shards) run("SHOW SHARDS FOR d TABLEGROUP t").answers().get(0);

    assertThat(shards.tableGroups().get(0).shards())
        .extracting(Shard::name)
        .containsExactlyInAnyOrder("0-8", "0-4", "4-8", "8-inf");
  }

  @Test
  void whatIsShownHasTheListsOwnChangesInIt() {
    Answers answers =
        run(
            "CREATE DATABASE db1; CREATE TABLEGROUP g FOR db1; SHOW DATABASES; SHOW TABLEGROUPS FOR db1");

    Answer.Databases databases = (Answer.Databases) answers.answers().get(2);
    Answer.TableGroups groups = (Answer.TableGroups) answers.answers().get(3);
    assertThat(databases.databases()).extracting(Database::name).contains("db1");
    assertThat(groups.tableGroups()).extracting(TableGroup::name).containsExactly("default", "g");
    assertThat(answers.changed()).isTrue();
  }

  @Test
  void aListThatShowsBeforeItChangesIsRefused() {
    assertCode(Code.BAD_INPUT, () -> run("SHOW DATABASES; CREATE DATABASE db1"));
    assertThat(store.read().position().generation()).isEqualTo(1);
  }

  @Test
  void whatIsNotThereCannotBeShown() {
    assertCode(Code.NOT_FOUND, () -> run("SHOW TABLEGROUPS FOR nowhere"));
    assertCode(Code.NOT_FOUND, () -> run("SHOW TABLES IN nowhere"));
    assertCode(
        Code.NOT_FOUND,
        () -> session.inDatabase("nowhere").run("SHOW SHARDS", ApplyOptions.none()));
  }

  @Test
  void otherTextsAreRefusedBeforeAnythingIsRun() {
    assertCode(Code.BAD_INPUT, () -> run(" -- nothing"));
    assertCode(Code.BAD_INPUT, () -> run("CREATE DATABASE db1; SELECT 1"));
    assertCode(Code.BAD_INPUT, () -> run("CREATE DATABASE db1; DROP TABLEGROUP t"));
    assertCode(Code.BAD_INPUT, () -> run("CREATE DATABASE db1 OWNER x"));

    assertThat(store.read().position().generation()).isEqualTo(1);
  }

  @Test
  void aLongNameIsRefusedByTheCatalogNotCutOff() {
    assertThatThrownBy(() -> run("CREATE DATABASE " + "x".repeat(64)))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("64 bytes");
  }

  @Test
  void theChangeIsTheCallers() {
    ApplyOptions once = ApplyOptions.as(new ChangeId("mine"));

    Answers first = session.run("CREATE DATABASE db1", once);

    assertThat(session.run("CREATE DATABASE db1", once)).isEqualTo(first);
    assertThat(first.position().changeId()).isEqualTo(new ChangeId("mine"));
  }

  private static void assertCode(Code code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(CatalogException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
