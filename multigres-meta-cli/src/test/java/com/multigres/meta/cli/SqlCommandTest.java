package com.multigres.meta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SqlCommandTest {
  @RegisterExtension final MemoryStores stores = new MemoryStores();
  @TempDir Path folder;

  private Run.Caller caller = Run.Caller.bare();

  @BeforeEach
  void makeTheCatalog() {
    caller = new Run.Caller(Map.of("MULTIGRES_CATALOG", stores.catalog()), List.of());
    caller.run("catalog", "init").requireDone();
  }

  private static final String THREE =
      "CREATE DATABASE db1; CREATE TABLEGROUP tg1 FOR db1 SHARDS 2;"
          + " CREATE TABLE t1 (id int) IN tg1 FOR db1;";

  @Test
  void aListIsOneChange() {
    JsonNode answer = caller.json("sql", THREE, "--change-id", "mine");

    assertThat(answer.get("position").toString())
        .isEqualTo("{\"generation\":2,\"changeId\":\"mine\"}");
    assertThat(answer.get("changed").asBoolean()).isTrue();
    assertThat(answer.at("/statements/1/statement").asText())
        .isEqualTo("CREATE TABLEGROUP tg1 FOR db1 SHARDS 2");
    assertThat(answer.at("/statements/2/plain").asText()).isEqualTo("CREATE TABLE t1 (id int)");
    assertThat(caller.json("sql", THREE, "--change-id", "mine").get("position"))
        .isEqualTo(answer.get("position"));
  }

  @Test
  void aFileIsOneChange() throws Exception {
    Path file = Files.writeString(folder.resolve("three.sql"), THREE.replace(";", ";\n"));

    Run run = caller.run("sql", "-f", file.toString()).requireDone();

    assertThat(run.lines().get(0)).startsWith("done; the catalog is at 2@");
    assertThat(run.lines().get(1)).isEqualTo("for the shards to run: CREATE TABLE t1 (id int)");
    assertThat(caller.run("sql", "-f", folder.resolve("none").toString()).status()).isEqualTo(1);
    assertThat(caller.run("sql", "-f", file.toString(), "SHOW DATABASES").status()).isEqualTo(2);
  }

  @Test
  void whatIsShownIsWhatTheListsShow() {
    caller.run("sql", THREE).requireDone();

    assertSame("SHOW DATABASES", "databases", "database", "list");
    assertSame("SHOW TABLEGROUPS FOR db1", "tableGroups", "tablegroup", "list", "db1");
    assertSame("SHOW SHARDS FOR db1 TABLEGROUP tg1", "shards", "shard", "list", "db1/tg1");
    assertSame("SHOW TABLES FOR db1", "tables", "table", "list", "db1");
  }

  private void assertSame(String statement, String key, String... list) {
    assertThat(caller.json("sql", statement).at("/statements/0/" + key))
        .isNotEmpty()
        .isEqualTo(caller.json(list).get(key));
    assertThat(caller.run("sql", statement).out()).isEqualTo(caller.run(list).out());
  }

  @Test
  void theDatabaseThatIsMeantCanBeNamed() {
    caller.run("sql", THREE).requireDone();

    assertThat(caller.run("sql", "SHOW TABLES IN tg1", "--database", "db1").out()).contains("t1");
    assertThat(caller.run("sql", "SHOW TABLES IN tg1").err()).contains("NOT_FOUND");
  }

  @Test
  void whatIsMalformedIsShownAndNothingIsRun() {
    JsonNode error =
        caller.json("sql", "CREATE DATABASE db1; CREATE TABLEGROUP tg1 FRO db1").get("error");

    assertThat(error.get("code").asText()).isEqualTo("BAD_INPUT");
    assertThat(error.get("message").asText())
        .isEqualTo("syntax error at or near \"FRO\" at character 44: expected FOR");
    assertThat(caller.json("database", "list").get("databases")).hasSize(1);
  }

  @Test
  void plainPostgresIsNotRun() {
    Run run = caller.run("sql", "CREATE DATABASE db1; SELECT 1");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("not a catalog statement: SELECT 1");
    assertThat(caller.json("database", "list").get("databases")).hasSize(1);
  }

  @Test
  void standardInputIsRunStatementByStatement() {
    Run run =
        caller.runWithInput(
            "CREATE DATABASE db1;\nSHOW DATABASES;\nCREATE\n TABLEGROUP g FOR db1",
            "sql",
            "--output",
            "json");

    assertThat(run.requireDone().lines()).hasSize(3).allMatch(line -> line.startsWith("{"));
    assertThat(caller.json("tablegroup", "list", "db1").get("tableGroups")).hasSize(2);
  }

  @Test
  void standardInputEndsWithItsFirstError() {
    Run run = caller.runWithInput("CREATE DATABASE db1;\nSELECT 1;\nCREATE DATABASE db2;\n", "sql");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.lines()).hasSize(1);
    assertThat(caller.json("database", "list").get("databases")).hasSize(2);
  }

  @Test
  void standardInputKnowsThePromptsCommands() {
    caller.run("sql", THREE).requireDone();

    Run run =
        caller.runWithInput(
            "-- where\n\\c db1\n\nSHOW TABLES IN tg1;\n\\c\nSHOW TABLEGROUPS;\n\\q\nNONSENSE;",
            "sql");
    Run lost = caller.runWithInput("\\c nowhere\nCREATE DATABASE db2;\n", "sql");
    Run unknown = caller.runWithInput("\\x\nCREATE DATABASE db2;\n", "sql");

    assertThat(run.requireDone().out()).contains("t1", "postgres/default");
    assertThat(lost.err()).contains("there is no database nowhere");
    assertThat(lost.status()).isEqualTo(1);
    assertThat(unknown.err()).contains("not known here");
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(caller.json("database", "list").get("databases")).hasSize(2);
  }

  @Test
  void anIdIsForOneListOnly() {
    assertThat(caller.runWithInput("SHOW DATABASES;", "sql", "--change-id", "x").status())
        .isEqualTo(2);
  }
}
