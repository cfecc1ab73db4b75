package com.multigres.meta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterCommandsTest {
  private static final String MANIFEST =
      """
      apiVersion: multigres.com/v1alpha1
      kind: MultigresCluster
      metadata: {name: cluster1, namespace: prod}
      spec:
        postgresPasswordSecretRef: {name: s, key: k}
        cells:
        - {name: cell1, zoneId: a}
        - {name: cell2, zoneId: b}
        databases:
        - name: postgres
          default: true
          tablegroups:
          - {name: default, default: true, shards: [{name: 0-inf}]}
      """;

  @RegisterExtension final MemoryStores stores = new MemoryStores();
  @TempDir Path folder;

  private String manifest = "";

  @BeforeEach
  void writeTheManifest() throws Exception {
    manifest = Files.writeString(folder.resolve("cluster.yaml"), MANIFEST).toString();
  }

  @Test
  void initialisingTwiceChangesNothingMore() {
    JsonNode first = stores.caller().json("cluster", "init", "-f", manifest);
    JsonNode second = stores.caller().json("cluster", "init", "-f", manifest);

    assertThat(first.get("changed").asBoolean()).isTrue();
    assertThat(first.get("cells").toString())
        .isEqualTo("{\"cell1\":\"CREATED\",\"cell2\":\"CREATED\"}");
    assertThat(second.get("changed").asBoolean()).isFalse();
  }

  @Test
  void everythingKnownIsShownAsOneTree() {
    stores.caller().run("cluster", "init", "-f", manifest).requireDone();
    stores.caller().run("catalog", "init").requireDone();
    register("pooler", "p1").requireDone();

    Run text = stores.caller().run("cluster", "show");
    JsonNode json = stores.caller().json("cluster", "show");

    assertThat(text.lines().get(0)).isEqualTo("cluster prod/cluster1");
    assertThat(text.out()).contains("cell cell1", "pooler p1", "catalog at", "shard 0-inf READY");
    assertThat(json.get("cluster").asText()).isEqualTo("cluster1");
    assertThat(json.at("/topology/cells")).hasSize(2);
    assertThat(json.at("/topology/cells/0/components/0/id").asText())
        .isEqualTo("multipooler-cell1-p1");
    assertThat(json.at("/catalog/databases")).hasSize(1);
  }

  private Run register(String type, String name) {
    return stores
        .caller()
        .run(
            "component",
            "register",
            "--type",
            type,
            "--cell",
            "cell1",
            "--name",
            name,
            "--host",
            "h",
            "--port",
            "grpc=1",
            "http=2");
  }

  @Test
  void aClusterInUseIsNotDestroyed() {
    stores.caller().run("cluster", "init", "-f", manifest).requireDone();
    register("gateway", "g1").requireDone();

    JsonNode refused = stores.caller().json("cluster", "destroy");
    stores.caller().run("component", "remove", "multigateway-cell1-g1").requireDone();
    JsonNode removed = stores.caller().json("cluster", "destroy").get("removed");

    assertThat(refused.at("/error/code").asText()).isEqualTo("STILL_SERVED");
    assertThat(removed).hasSize(3);
    assertThat(stores.caller().json("topo", "ls").get("nodes")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cluster destroy --force",
        "cluster show",
        "cell list",
        "cell add cell3",
        "component list",
        "database create db1",
        "drift",
        "topo ls"
      })
  void aClusterOfAnotherNamespaceIsAnotherCluster(String words) {
    stores.caller().run("cluster", "init", "-f", manifest).requireDone();
    stores.caller().run("catalog", "init").requireDone();
    String before = stores.caller().run("topo", "ls").out();

    Run refused = stores.caller().run(("--cluster wrong/cluster1 " + words).split(" "));
    Run other = stores.caller().run(("--cluster cluster2 " + words).split(" "));

    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err())
        .hasLineCount(1)
        .contains("OTHER_CLUSTER", "belongs to cluster prod/cluster1, not to wrong/cluster1");
    assertThat(other.err()).contains("OTHER_CLUSTER", "not to cluster2");
    assertThat(stores.caller().run("topo", "ls").out()).isEqualTo(before);
    assertThat(stores.caller().json("database", "list").get("databases")).hasSize(1);
  }

  @Test
  void aClusterCanBeNamedWithItsNamespaceOrWithout() {
    stores.caller().run("cluster", "init", "-f", manifest).requireDone();

    for (String name : List.of("cluster1", "prod/cluster1")) {
      assertThat(stores.caller().json("--cluster", name, "cell", "list").get("cells")).hasSize(2);
    }
  }

  @Test
  void aClusterThatIsNotThereIsNotShown() {
    stores.caller().withoutTopology().run("catalog", "init").requireDone();
    String rootless = stores.topo().replaceFirst("/multigres/.*", "/");

    Run run = stores.caller().run("--topo", rootless, "--cluster", "nope", "cluster", "show");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("NOT_FOUND", "/multigres/nope/global");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aDurabilityPolicyThatOnlyOrchestratorsKnowIsCarriedByItsName() throws Exception {
    String later =
        Files.readString(Path.of(manifest))
            .replace("spec:\n", "spec:\n  durabilityPolicy: AT_LEAST_7\n");
    Path file = Files.writeString(Path.of(manifest).resolveSibling("later.yaml"), later);

    stores.caller().run("cluster", "init", "-f", file.toString()).requireDone();
    stores.caller().run("catalog", "init").requireDone();
    JsonNode policy =
        stores
            .caller()
            .json("topo", "get", "databases/postgres/Database")
            .at("/record/durabilityPolicy");

    assertThat(policy.get("name").asText()).isEqualTo("AT_LEAST_7");
    assertThat(policy.get("quorumType").asText()).isEqualTo("UNKNOWN");
    assertThat(stores.caller().run("cluster", "show").requireDone().out()).contains("AT_LEAST_7");
  }

  @Test
  void aCellIsNotMovedAwayFromWhatIsRegisteredInIt() {
    stores.caller().run("cluster", "init", "-f", manifest).requireDone();
    register("pooler", "p1").requireDone();

    Run refused = stores.caller().run("cell", "update", "cell1", "--root", "/elsewhere");
    Run same = stores.caller().run("cell", "update", "cell1", "--address", "");
    JsonNode found = stores.caller().json("component", "list").get("components");
    JsonNode forced =
        stores.caller().json("cell", "update", "cell1", "--root", "/elsewhere", "--force");

    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err())
        .contains("STILL_SERVED", "1 registered component", "multipooler-cell1-p1", "--force");
    assertThat(same.requireDone().out()).contains("nothing to change");
    assertThat(found).hasSize(1);
    assertThat(forced.at("/cell/root").asText()).isEqualTo("/elsewhere");
  }

  @Test
  void aCellIsAddedMovedAndRemoved() {
    JsonNode added = stores.caller().json("cell", "add", "cell9", "--address", "a:1,b:2");
    JsonNode again = stores.caller().json("cell", "add", "cell9", "--address", "a:1,b:2");
    Run other = stores.caller().runJson("cell", "add", "cell9", "--address", "c:3");
    Run unasked = stores.caller().runJson("cell", "update", "cell9", "--address", "");
    Run unremoved = stores.caller().runJson("cell", "remove", "cell9");
    JsonNode moved = stores.caller().json("cell", "update", "cell9", "--address", "", "--force");

    assertThat(added.get("changed").asBoolean()).isTrue();
    assertThat(added.at("/cell/root").asText()).isEqualTo("/multigres/cluster1/cell9");
    assertThat(again.get("changed").asBoolean()).isFalse();
    assertThat(other.document().at("/error/code").asText()).isEqualTo("NODE_EXISTS");
    for (Run refused : List.of(unasked, unremoved)) {
      assertThat(refused.status()).isEqualTo(1);
      assertThat(refused.document().at("/error/code").asText()).isEqualTo("UNREACHABLE");
      assertThat(refused.document().at("/error/message").asText())
          .contains("cell9 cannot be asked for its components", "--force");
    }
    assertThat(moved.at("/cell/addresses")).isEmpty();
    stores.caller().run("cell", "remove", "cell9").requireDone();
    assertThat(stores.caller().json("cell", "list").get("cells")).isEmpty();
  }

  @Test
  void componentsAreListedByCellAndType() {
    stores.caller().run("cluster", "init", "-f", manifest).requireDone();
    register("gateway", "g1").requireDone();
    register("orchestrator", "o1").requireDone();

    JsonNode all = stores.caller().json("component", "list").get("components");
    JsonNode gateways = stores.caller().json("component", "list", "--type", "gateway");
    JsonNode elsewhere = stores.caller().json("component", "list", "--cell", "cell2");

    assertThat(all).hasSize(2);
    assertThat(gateways.at("/components/0/ports").toString()).isEqualTo("{\"grpc\":1,\"http\":2}");
    assertThat(elsewhere.get("components")).isEmpty();
  }

  @Test
  void driftIsShownWithBothValuesAndExitsThree() {
    stores.caller().run("cluster", "init", "-f", manifest).requireDone();
    stores.caller().run("catalog", "init").requireDone();
    stores.caller().run("cell", "remove", "cell2").requireDone();

    Run text = stores.caller().run("drift", "-f", manifest);
    Run json = stores.caller().runJson("drift", "-f", manifest);

    assertThat(text.status()).isEqualTo(3);
    assertThat(text.out()).contains("cell cell2").contains("absent");
    assertThat(json.status()).isEqualTo(3);
    JsonNode cell =
        json.document().get("drifts").findParents("what").stream()
            .filter(drift -> drift.get("what").asText().equals("cell cell2"))
            .findFirst()
            .orElseThrow();
    assertThat(cell.get("values")).hasSize(2);
    assertThat(cell.get("canonical").asText()).isNotEmpty();
  }

  @Test
  void aTopologyWithoutARootIsThatOfTheNamedCluster() {
    String rootless = stores.topo().replaceFirst("/multigres/.*", "/");
    stores.caller().run("--topo", rootless, "cluster", "init", "-f", manifest).requireDone();

    JsonNode cells =
        stores.caller().json("--topo", rootless, "--cluster", "prod/cluster1", "cell", "list");

    assertThat(cells.get("cells")).hasSize(2);
    assertThat(stores.caller().json("cell", "list").get("cells")).hasSize(2);
  }

  @Test
  void aClusterIsShownBeforeItsCatalogIsMade() {
    stores.caller().run("cluster", "init", "-f", manifest).requireDone();

    assertThat(stores.caller().run("cluster", "show").requireDone().out())
        .contains("cell cell1", "no catalog yet");
    assertThat(stores.caller().json("cluster", "show").get("catalog").isNull()).isTrue();
  }
}
