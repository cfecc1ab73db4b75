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

/** Where no bridge serves the cluster, a changed catalog is carried into the topology at once. */
class CarryingTest {
  private static final String MANIFEST =
      """
      apiVersion: multigres.com/v1alpha1
      kind: MultigresCluster
      metadata: {name: cluster1}
      spec:
        cells: [{name: cell1, zoneId: a}]
        databases: [{name: postgres, default: true}]
      """;

  @RegisterExtension final MemoryStores stores = new MemoryStores();
  @TempDir Path folder;

  private Run.Caller caller = Run.Caller.bare();

  @BeforeEach
  void makeACluster() throws Exception {
    caller = stores.caller();
    String manifest = Files.writeString(folder.resolve("c.yaml"), MANIFEST).toString();
    caller.run("cluster", "init", "-f", manifest).requireDone();
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

    assertThat(drop.status()).isEqualTo(2);
    assertThat(drop.err()).contains("--cluster");
    assertThat(drift.status()).isEqualTo(2);
    assertThat(added.status()).isEqualTo(2);
    assertThat(changed.requireDone().err()).contains("not brought in step", "--cluster");
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
  void theHistorySaysThatTheCommandSettledWhatFollowed() {
    caller.run("database", "create", "db1").requireDone();
    caller.run("database", "drop", "db1", "--author", "ada").requireDone();

    assertThat(caller.json("catalog", "history").findValuesAsText("author"))
        .startsWith("multigres-meta", "ada");
  }
}
