package com.multigres.meta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.multigres.meta.memory.catalog.MemoryCatalogs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class CatalogCommandsTest {
  @RegisterExtension final MemoryStores stores = new MemoryStores();
  @TempDir Path folder;

  private Run.Caller caller = Run.Caller.bare();

  @BeforeEach
  void makeTheCatalog() {
    caller = new Run.Caller(Map.of("MULTIGRES_CATALOG", stores.catalog()), List.of());
    caller.run("catalog", "init").requireDone();
  }

  @Test
  void makingTheCatalogTwiceChangesNothingMore() {
    JsonNode again = caller.json("catalog", "init");

    assertThat(again.get("changed").asBoolean()).isFalse();
    assertThat(again.at("/position/generation").asLong()).isEqualTo(1);
  }

  @Test
  void theWholeCatalogIsShownAsDocumented() {
    caller.run("database", "create", "db1").requireDone();
    caller.run("tablegroup", "create", "db1/tg1", "--shards", "0-8,8-inf").requireDone();
    caller.run("table", "place", "db1/tg1", "t1").requireDone();

    JsonNode shown = caller.json("--cluster", "cluster1", "catalog", "show");

    assertThat(shown.get("cluster").asText()).isEqualTo("cluster1");
    assertThat(shown.at("/position/generation").asLong()).isEqualTo(4);
    assertThat(shown.at("/databases/0/name").asText()).isEqualTo("db1");
    assertThat(shown.at("/databases/0/default").asBoolean()).isFalse();
    assertThat(shown.at("/databases/0/state").asText()).isEqualTo("CREATING");
    JsonNode group = shown.at("/databases/0/tableGroups/1");
    assertThat(group.get("name").asText()).isEqualTo("tg1");
    assertThat(group.at("/shards/0/keyRange").toString())
        .isEqualTo("{\"start\":\"\",\"end\":\"80\"}");
    assertThat(group.at("/shards/1/keyRange").toString())
        .isEqualTo("{\"start\":\"80\",\"end\":\"\"}");
    assertThat(group.at("/shards/1/placement").asText()).isEqualTo("ACTIVE");
    assertThat(group.at("/tables/0").toString())
        .isEqualTo("{\"schema\":\"public\",\"name\":\"t1\"}");
    assertThat(shown.at("/databases/1/default").asBoolean()).isTrue();
  }

  @Test
  void aChangeAnswersWithThePositionAndWhetherItChangedAnything() {
    JsonNode first = caller.json("database", "create", "db1", "--change-id", "mine");
    JsonNode repeated = caller.json("database", "create", "db1", "--change-id", "mine");
    JsonNode another = caller.json("database", "create", "db1", "--if-not-exists");

    assertThat(first.toString())
        .isEqualTo("{\"position\":{\"generation\":2,\"changeId\":\"mine\"},\"changed\":true}");
    assertThat(repeated).isEqualTo(first);
    assertThat(another.get("changed").asBoolean()).isFalse();
    assertThat(another.at("/position/generation").asLong()).isEqualTo(2);
  }

  @Test
  void aChangeIdThatWasUsedBeforeIsNotAnsweredWithWhatWasNotMade() {
    Run made = caller.run("database", "create", "db1", "--change-id", "mine").requireDone();
    Run reused = caller.run("database", "create", "other", "--change-id", "mine").requireDone();

    assertThat(made.out()).startsWith("created database db1; the catalog is at 2@mine");
    assertThat(reused.lines())
        .containsExactly("change mine was made before, as generation 2, and nothing is made now");
    assertThat(caller.run("database", "list").out()).doesNotContain("other");
  }

  @Test
  void aStalePositionIsRefused() {
    String before = position();
    caller.run("database", "create", "db1").requireDone();

    Run stale = caller.runJson("database", "create", "db2", "--expect", before);
    Run current = caller.runJson("database", "create", "db2", "--expect", position());

    assertThat(stale.status()).isEqualTo(1);
    assertThat(stale.document().at("/error/code").asText()).isEqualTo("STALE_POSITION");
    assertThat(current.status()).isZero();
  }

  private String position() {
    JsonNode at = caller.json("catalog", "show").get("position");
    return at.get("generation").asText() + "@" + at.get("changeId").asText();
  }

  @Test
  void anOlderGenerationIsShownAsItWas() {
    caller.run("database", "create", "db1").requireDone();

    assertThat(caller.json("catalog", "show", "--at", "1").get("databases")).hasSize(1);
    assertThat(caller.json("catalog", "show", "--at", "2").get("databases")).hasSize(2);
    assertThat(caller.runJson("catalog", "show", "--at", "7").document().at("/error/code").asText())
        .isEqualTo("NOT_FOUND");
  }

  @Test
  void aShardIsSplitSwitchedAndForgotten() {
    caller.run("database", "create", "db1").requireDone();
    caller.run("tablegroup", "create", "db1/tg1").requireDone();
    caller.run("shard", "split", "db1/tg1/0-inf", "--into", "2").requireDone();
    caller.run("shard", "set-state", "db1/tg1/0-8", "READY").requireDone();
    caller.run("shard", "set-state", "db1/tg1/8-inf", "ready").requireDone();
    caller.run("shard", "switch", "db1/tg1", "0-8", "8-inf").requireDone();
    caller.run("shard", "set-state", "db1/tg1/0-inf", "DROPPING").requireDone();
    caller.run("shard", "forget", "db1/tg1/0-inf").requireDone();

    JsonNode shards = caller.json("shard", "list", "db1/tg1").get("shards");

    assertThat(shards.findValuesAsText("name")).containsExactly("0-8", "8-inf");
    assertThat(shards.findValuesAsText("placement")).containsOnly("ACTIVE");
  }

  @Test
  void aMergeCanBeCancelled() {
    caller.run("database", "create", "db1").requireDone();
    caller.run("tablegroup", "create", "db1/tg1", "--shards", "4").requireDone();
    caller.run("shard", "merge", "db1/tg1", "0-4", "4-8").requireDone();
    caller.run("shard", "cancel", "db1/tg1", "0-8").requireDone();

    JsonNode shards = caller.json("shard", "list", "db1/tg1").get("shards");

    assertThat(shards.findValuesAsText("placement"))
        .containsExactlyInAnyOrder("ACTIVE", "ACTIVE", "ACTIVE", "ACTIVE", "RETIRED");
  }

  @Test
  void tablesAreMovedRenamedAndRemoved() {
    caller.run("tablegroup", "create", "postgres/tg1").requireDone();
    caller.run("table", "place", "postgres/default", "a.t", "u").requireDone();
    caller.run("table", "move", "postgres/tg1", "a.t").requireDone();
    caller.run("table", "rename", "postgres", "a.t", "\"b.c\".t").requireDone();
    caller.run("table", "remove", "postgres", "u").requireDone();

    JsonNode tables = caller.json("table", "list", "postgres").get("tables");

    assertThat(tables).hasSize(1);
    assertThat(tables.at("/0/schema").asText()).isEqualTo("b.c");
    assertThat(tables.at("/0/tableGroup").asText()).isEqualTo("tg1");
  }

  @Test
  void withoutTheTopologyADroppedDatabaseKeepsItsNameUntilItIsForgotten() {
    Run.Caller caller = new Run.Caller(Map.of("MULTIGRES_CATALOG", stores.catalog()), List.of());
    caller.run("database", "create", "db1").requireDone();
    caller.run("database", "rename", "db1", "db2").requireDone();
    caller.run("database", "drop", "db2").requireDone();

    assertThat(caller.json("database", "create", "db2").at("/error/code").asText())
        .isEqualTo("ALREADY_EXISTS");
    caller.run("database", "forget", "db2").requireDone();
    caller.run("database", "create", "db2").requireDone();
  }

  @Test
  void theHistorySaysWhoChangedWhat() {
    caller.run("database", "create", "db1", "--author", "ada").requireDone();

    JsonNode newest = caller.json("catalog", "history", "--limit", "1").at("/entries/0");

    assertThat(newest.get("author").asText()).isEqualTo("ada");
    assertThat(newest.at("/changes/0/change").asText()).isEqualTo("createDatabase");
    assertThat(newest.at("/changes/0/name").asText()).isEqualTo("db1");
    assertThat(caller.run("catalog", "history").out()).contains("create database name=db1");
  }

  @Test
  void anExportedCatalogIsImportedElsewhereOnce() throws Exception {
    caller.run("database", "create", "db1").requireDone();
    caller.run("tablegroup", "create", "db1/tg1", "--shards", "2").requireDone();
    caller.run("table", "place", "db1/tg1", "t1").requireDone();
    caller.run("shard", "set-state", "db1/tg1/0-8", "READY").requireDone();
    caller.run("shard", "split", "db1/tg1/8-inf", "--into", "8-c,c-inf").requireDone();
    Path file = folder.resolve("catalog.json");
    caller.run("catalog", "export", file.toString()).requireDone();
    String name = "import-" + UUID.randomUUID();
    Run.Caller there = new Run.Caller(Map.of("MULTIGRES_CATALOG", "memory://" + name), List.of());
    there.run("catalog", "init").requireDone();

    JsonNode first = there.json("catalog", "import", file.toString());
    JsonNode second = there.json("catalog", "import", file.toString());

    assertThat(first.at("/position/generation").asLong()).isEqualTo(2);
    assertThat(second.get("changed").asBoolean()).isFalse();
    assertThat(there.json("shard", "list").findValuesAsText("state"))
        .isEqualTo(caller.json("shard", "list").findValuesAsText("state"));
    assertThat(there.json("shard", "list").findValuesAsText("placement"))
        .isEqualTo(caller.json("shard", "list").findValuesAsText("placement"));
    assertThat(there.json("table", "list").get("tables"))
        .isEqualTo(caller.json("table", "list").get("tables"));
    MemoryCatalogs.forget(name);
  }

  @Test
  void anImportThatContradictsIsRefusedWhole() throws Exception {
    caller.run("tablegroup", "create", "postgres/tg1", "--shards", "2").requireDone();
    Path file = folder.resolve("catalog.json");
    caller.run("catalog", "export", file.toString()).requireDone();
    String other = Files.readString(file).replace("0-8", "0-4").replace("8-inf", "4-inf");
    Files.writeString(file, other.replace("\"db0\"", "\"db9\""));

    Run refused = caller.run("catalog", "import", file.toString());

    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("postgres/tg1 has other shards").hasLineCount(1);
  }

  @Test
  void anImportWhoseDefaultDatabaseHasAnotherNameIsRefused() {
    Path file = folder.resolve("catalog.json");
    caller.run("database", "rename", "postgres", "main").requireDone();
    caller.run("catalog", "export", file.toString()).requireDone();
    caller.run("database", "rename", "main", "home").requireDone();

    Run refused = caller.run("catalog", "import", file.toString());
    caller.run("database", "rename", "home", "main").requireDone();
    JsonNode imported = caller.json("catalog", "import", file.toString());

    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err())
        .isEqualTo(
            "multigres-meta: DIFFERENT: cannot import: the default database is main in the file and"
                + " home here: rename one of them first (C2)\n");
    assertThat(imported.get("changed").asBoolean()).isFalse();
    assertThat(caller.json("database", "list").get("databases")).hasSize(1);
  }

  @Test
  void anImportWhoseDefaultTableGroupHasAnotherNameIsRefused() {
    Path file = folder.resolve("catalog.json");
    caller.run("catalog", "export", file.toString()).requireDone();
    caller.run("tablegroup", "rename", "postgres/default", "main").requireDone();

    Run refused = caller.run("catalog", "import", file.toString());

    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err())
        .hasLineCount(1)
        .contains("the default tablegroup of database postgres is default in the file and main");
    assertThat(caller.json("tablegroup", "list").get("tableGroups")).hasSize(1);
  }

  @Test
  void oneOfSomethingIsNotToldAsMany() throws Exception {
    Path file = folder.resolve("catalog.json");
    caller.run("database", "create", "db1").requireDone();
    caller.run("catalog", "export", file.toString()).requireDone();
    String name = "import-" + UUID.randomUUID();
    Run.Caller there = new Run.Caller(Map.of("MULTIGRES_CATALOG", "memory://" + name), List.of());
    there.run("catalog", "init").requireDone();

    assertThat(there.run("catalog", "import", file.toString()).out())
        .startsWith("imported 1 change from " + file);
    MemoryCatalogs.forget(name);
  }

  @Test
  void theAuthorityIsShownAndSet() {
    assertThat(caller.json("catalog", "authority").get("authority").asText()).isEqualTo("CATALOG");
    caller.run("catalog", "authority", "kubernetes").requireDone();

    assertThat(caller.run("catalog", "authority").out()).isEqualTo("KUBERNETES\n");
    assertThat(caller.json("database", "create", "x").at("/error/rule").asText()).isEqualTo("C12");
  }

  @Test
  void aSoundCatalogPassesTheCheck() {
    assertThat(caller.json("catalog", "check").get("violations")).isEmpty();
    assertThat(caller.json("catalog", "migrate").get("steps")).isEmpty();
  }
}
