package com.multigres.meta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.multigres.meta.memory.catalog.MemoryCatalogs;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where no bridge serves the cluster, a changed catalog is carried into the topology at once. */
class CarryingTest {
  @RegisterExtension final MemoryStores stores = new MemoryStores();
  private Run.Caller caller = Run.Caller.bare();

  @BeforeEach
  void makeACluster() {
    caller = stores.caller();
    caller.initialiseCluster();
    caller.run("catalog", "init").requireDone();
  }

  @Test
  void aNewDatabaseHasItsRecordAndNothingDrifts() {
    caller.run("database", "create", "db1").requireDone();

    assertThat(caller.run("topo", "get", "databases/db1/Database").status()).isZero();
    assertThat(caller.run("drift").requireDone().out()).contains("no drift");
  }

  @Test
  void aDroppedDatabaseThatNobodyServesIsGoneFromBoth() {
    caller.run("database", "create", "db1").requireDone();

    JsonNode dropped = caller.json("database", "drop", "db1");

    assertThat(dropped.get("changed").asBoolean()).isTrue();
    assertThat(dropped.get("progress").asText()).isEqualTo("FORGOTTEN");
    assertThat(caller.run("topo", "get", "databases/db1/Database").status()).isEqualTo(1);
    assertThat(caller.json("database", "list").get("databases")).hasSize(1);
    assertThat(caller.run("drift").requireDone().out()).contains("no drift");
  }

  @Test
  void aServedDatabaseKeepsItsRecordUntilItsPoolersAreGone() {
    caller.run("database", "create", "db1").requireDone();
    registerPooler();

    JsonNode dropped = caller.json("database", "drop", "db1");
    Run text = caller.run("database", "drop", "db1");
    int recordWhileServed = caller.run("topo", "get", "databases/db1/Database").status();
    caller.run("component", "remove", "multipooler-cell1-p1").requireDone();
    JsonNode again = caller.json("database", "drop", "db1");

    assertThat(dropped.get("progress").asText()).isEqualTo("STILL_SERVED");
    assertThat(text.requireDone().out()).contains("poolers still serve it");
    assertThat(recordWhileServed).isZero();
    assertThat(again.get("progress").asText()).isEqualTo("FORGOTTEN");
  }

  @Test
  void aServedDatabaseGoesWhenThatIsAskedFor() {
    caller.run("database", "create", "db1").requireDone();
    registerPooler();

    JsonNode dropped = caller.json("database", "drop", "db1", "--forget");

    assertThat(dropped.get("progress").asText()).isEqualTo("FORGOTTEN");
    assertThat(caller.run("topo", "get", "databases/db1/Database").status()).isEqualTo(1);
  }

  private void registerPooler() {
    caller
        .run(
            "component register --type pooler --cell cell1 --name p1 --host h --port grpc=1 --database db1 --tablegroup default --shard 0-inf"
                .split(" "))
        .requireDone();
  }

  @Test
  void underAChangeIdThatWasUsedBeforeADropSaysThatTheDatabaseStands() {
    caller.run("database", "create", "db1", "--change-id", "mine").requireDone();

    Run text = caller.run("database", "drop", "db1", "--change-id", "mine").requireDone();
    JsonNode json = caller.json("database", "drop", "db1", "--change-id", "mine");

    assertThat(json.get("progress").asText()).isEqualTo("STANDS");
    assertThat(text.lines())
        .containsExactly(
            "change mine was made before, as generation 2, and nothing is made now",
            "database db1 stands and is not dropped: under that change id something else was done");
  }

  @Test
  void toForgetADatabaseTheTopologyIsNeeded() {
    Run.Caller blind = new Run.Caller(Map.of("MULTIGRES_CATALOG", stores.catalog()), List.of());

    Run run = blind.run("database", "drop", "postgres", "--forget");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--topo");
  }

  @Test
  void aTopologyThatIsAwayDoesNotUndoTheChangeAndIsToldOf() {
    String nobody = "postgresql://127.0.0.1:1/nobody#/multigres/cluster1/global";

    Run run = caller.run("--topo", nobody, "database", "create", "db1");

    assertThat(run.status()).isZero();
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .contains("the topology not brought in step", "127.0.0.1:1");
    assertThat(caller.json("database", "list").get("databases")).hasSize(2);
  }

  @Test
  void whereNoClusterIsNamedNothingIsTakenForOne() {
    caller.run("database", "create", "db1").requireDone();
    registerPooler();
    Run.Caller forgetful = Run.Caller.with(rootless(), stores.catalog());

    Run drop = forgetful.run("database", "drop", "db1");
    Run drift = forgetful.run("drift");
    Run added = forgetful.run("cell", "add", "cell7");
    Run changed = forgetful.run("database", "rename", "db1", "db2");
    Run said = forgetful.run("sql", "CREATE DATABASE db3");

    assertThat(drop.status()).isEqualTo(2);
    assertThat(drop.err()).contains("--cluster");
    assertThat(drift.status()).isEqualTo(2);
    assertThat(added.status()).isEqualTo(2);
    assertThat(changed.status()).isEqualTo(2);
    assertThat(changed.err()).contains("--cluster");
    assertThat(said.status()).isEqualTo(2);
    assertThat(forgetful.run("sql", "SHOW DATABASES").status()).isZero();
    assertThat(caller.json("database", "list").findValuesAsText("name"))
        .containsExactly("db1", "postgres");
    assertThat(caller.json("database", "list").toString()).doesNotContain("DROPPING");
    assertThat(forgetful.run("topo", "ls").out().lines().skip(1))
        .allMatch(line -> line.contains("multigres/"));
  }

  @Test
  void whereNoClusterWasInitialisedNothingIsDropped() {
    caller.run("database", "create", "db1").requireDone();

    Run drop = caller.run("--cluster", "other", "--topo", rootless(), "database", "drop", "db1");

    assertThat(drop.status()).isEqualTo(1);
    assertThat(drop.err()).contains("/multigres/other/global");
    assertThat(caller.json("database", "list").toString()).doesNotContain("DROPPING");
  }

  private String rootless() {
    return stores.topo().replaceFirst("/multigres/.*", "/");
  }

  @Test
  void whereNoClusterWasInitialisedNothingIsChanged() {
    Run.Caller lost = Run.Caller.with(rootless(), stores.catalog());

    for (String words : List.of("database,create,db1", "catalog,init", "sql,CREATE DATABASE db1")) {
      Run run = lost.run(("--cluster,other," + words).split(","));
      assertThat(run.err())
          .as(words)
          .contains("no cluster was initialised", "'cluster init'", "without --topo")
          .hasLineCount(1);
      assertThat(run.status()).isEqualTo(1);
    }
    assertThat(caller.json("database", "list").get("databases")).hasSize(1);
  }

  @Test
  void aTopologyThatIsAwayIsToldOfInOtherWordsWhereNothingChanged() {
    String nobody = "postgresql://127.0.0.1:1/nobody#/multigres/cluster1/global";

    Run run = caller.run("--topo", nobody, "database", "create", "postgres", "--if-not-exists");

    assertThat(run.requireDone().err())
        .contains("the catalog stays as it is, the topology not brought in step")
        .doesNotContain("was changed");
  }

  @Test
  void statementsAreCarriedLikeEveryChange() {
    caller.run("sql", "CREATE DATABASE db1; CREATE TABLEGROUP tg1 FOR db1").requireDone();
    int created = caller.run("topo", "get", "databases/db1/Database").status();
    caller.runWithInput("DROP DATABASE db1;\n", "sql").requireDone();

    assertThat(created).isZero();
    assertThat(caller.run("topo", "get", "databases/db1/Database").status()).isEqualTo(1);
    assertThat(caller.json("database", "list").get("databases")).hasSize(1);
    assertThat(caller.run("drift").requireDone().out()).contains("no drift");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4})
  void anotherClustersCatalogIsNotCarriedHere(int changes) {
    caller.run("database", "create", "db1").requireDone();
    String name = "other-" + UUID.randomUUID();
    Run.Caller other = Run.Caller.with(stores.topo(), "memory://" + name);
    other.withoutTopology().run("catalog", "init").requireDone();
    for (int i = 0; i < changes; i++) {
      other.withoutTopology().run("database", "create", "poly" + i).requireDone();
    }

    Run created = other.run("database", "create", "poly");
    Run dropped = other.run("database", "drop", "poly0", "--if-exists");

    assertThat(created.status()).isEqualTo(1);
    assertThat(created.err()).contains("OTHER_CLUSTER", "another catalog").hasLineCount(1);
    assertThat(dropped.err()).contains("OTHER_CLUSTER");
    assertThat(other.json("database", "list").get("databases")).hasSize(1 + changes);
    assertThat(caller.run("topo", "ls").out()).doesNotContain("poly");
    assertThat(created.err()).contains("'topo rm multigres-meta/databases'");
    other.run("topo", "rm", "multigres-meta/databases").requireDone();
    other.run("database", "create", "poly").requireDone();
    assertThat(caller.run("topo", "ls").out()).contains("poly");
    MemoryCatalogs.forget(name);
  }

  @Test
  void aCatalogIsNotMadeBesideRecordsThatCameFromAnother() {
    String name = "other-" + UUID.randomUUID();

    Run made = Run.Caller.with(stores.topo(), "memory://" + name).run("catalog", "init");

    assertThat(made.status()).isEqualTo(1);
    assertThat(made.err()).contains("OTHER_CLUSTER", "another catalog").hasLineCount(1);
    assertThat(
            Run.Caller.with(stores.topo(), "memory://" + name)
                .runJson("catalog", "show")
                .document()
                .at("/error/code")
                .asText())
        .isEqualTo("NOT_INITIALISED");
    MemoryCatalogs.forget(name);
  }

  @Test
  void theHistorySaysThatTheCommandSettledWhatFollowed() {
    caller.run("database", "create", "db1").requireDone();
    caller.run("database", "drop", "db1", "--author", "ada").requireDone();

    assertThat(caller.json("catalog", "history").findValuesAsText("author"))
        .startsWith("multigres-meta", "ada");
  }
}
