package com.multigres.meta.k8s.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.cluster.plan.DeletionPolicy;
import com.multigres.meta.k8s.catalog.Clusters;
import com.multigres.meta.k8s.lease.LeaseTimes;
import com.multigres.meta.k8s.resource.Marks;
import com.multigres.meta.k8s.server.ApiCall;
import com.multigres.meta.model.Authority;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.SetAuthority;
import com.multigres.meta.testkit.LibraryThreads;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testservers.kubernetes.KubernetesExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A bridge that runs, on a real API server. */
class ClusterBridgeTest {
  private static final BridgeOptions BRISK =
      new BridgeOptions(
          "test",
          DeletionPolicy.RETAIN,
          Duration.ofMinutes(10), // so that what is seen came by a watch
          Duration.ofSeconds(20),
          new LeaseTimes(Duration.ofSeconds(15), Duration.ofMillis(300)));

  @RegisterExtension static final KubernetesExtension KUBERNETES = KubernetesExtension.shared();

  private final LibraryThreads threads = LibraryThreads.remembered();
  private final List<ClusterBridge> bridges = new ArrayList<>();
  private BridgeCase some;

  @BeforeEach
  void prepare() {
    some =
        new BridgeCase(
            KUBERNETES.server(),
            KUBERNETES.freshNamespace().name(),
            Clusters.manifest("multigrescluster-crd.yaml"),
            "[{\"name\":\"postgres\",\"default\":true}]");
  }

  @AfterEach
  void tidy() {
    bridges.forEach(ClusterBridge::close);
    some.close();
    Patience.eventually().untilAsserted(threads::assertNoneMore);
  }

  private ClusterBridge start() {
    ClusterBridge bridge = ClusterBridge.start(some.parts(), BRISK, report -> {});
    bridges.add(bridge);
    return bridge;
  }

  private String condition(String type) {
    JsonNode status = some.clusters.read(some.name).path("status");
    for (JsonNode condition : status.path("conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition.path("status").asText() + " " + condition.path("reason").asText();
      }
    }
    return "";
  }

  private void awaitCondition(String type, String wanted) {
    Patience.eventually()
        .untilAsserted(() -> assertThat(condition(type)).as(type).isEqualTo(wanted));
  }

  private void add(String entry) {
    some.clusters.edit(
        some.name,
        tree -> ((ArrayNode) tree.path("spec").path("databases")).add(Clusters.json(entry)));
  }

  @Test
  void aNewDatabaseIsCarriedAtOnceAndToldAsConditionAndEvent() {
    start();
    awaitCondition("CatalogSynced", "True InSync");
    some.apply(CreateDatabase.named("db1"));
    Patience.eventually().until(() -> some.listed().contains("db1"));
    Patience.eventually().until(() -> some.records().contains("db1"));
    String path = "api/v1/namespaces/" + some.clusters.namespace() + "/events";
    Patience.eventually()
        .until(() -> some.send(ApiCall.get(path)).contains("Add db1 in the resource"));
    awaitCondition("CatalogSynced", "True InSync");
    awaitCondition("CatalogDrift", "False None");
  }

  @Test
  void aHandEditIsPutBackOrToldAtOnce() {
    some.apply(CreateDatabase.named("db1"));
    start();
    Patience.eventually().until(() -> some.listed().contains("db1"));
    some.clusters.edit(
        some.name, tree -> ((ArrayNode) tree.path("spec").path("databases")).remove(1));
    Patience.eventually().until(() -> some.listed().contains("db1"));
    add("{\"name\":\"byhand\"}");
    awaitCondition("CatalogDrift", "True UnknownEntry");
    assertThat(some.listed()).contains("byhand");
  }

  @Test
  void anEditOfTheResourceBecomesAChangeWhereItDecides() {
    some.apply(new SetAuthority(Authority.KUBERNETES));
    start();
    awaitCondition("CatalogSynced", "True InSync");
    add("{\"name\":\"db1\"}");
    Patience.eventually().until(() -> some.catalogs.read().catalog().database("db1").isPresent());
    Patience.eventually().until(() -> some.records().contains("db1"));
  }

  @Test
  void aPersonsWordHoldsForThePositionThatHeLookedAt() {
    some.apply(new SetAuthority(Authority.MERGE), CreateDatabase.named("db1"));
    start();
    awaitCondition("CatalogSynced", "False Unconfirmed");
    assertThat(some.listed()).containsExactly("postgres");
    Position now = some.catalogs.read().position();
    some.clusters.annotate(some.name, Marks.CONFIRM, now.toString());
    Patience.eventually().until(() -> some.listed().contains("db1"));
    awaitCondition("CatalogSynced", "True InSync");
  }

  @Test
  void oneLeadsAndAnotherTakesOver() {
    ClusterBridge first = start();
    awaitCondition("CatalogSynced", "True InSync");
    start();
    first.close();
    some.apply(CreateDatabase.named("db1"));
    Patience.eventually().until(() -> some.listed().contains("db1"));
    assertThat(some.resource().read().fence()).isGreaterThan(1);
  }

  @Test
  void aResourceThatCannotBeWrittenIsToldAndTheOthersGoOn() {
    try (var own = some.clusters.open(some.name)) {
      own.initialise();
    }
    start();
    awaitCondition("CatalogSynced", "False Refused");
  }
}
