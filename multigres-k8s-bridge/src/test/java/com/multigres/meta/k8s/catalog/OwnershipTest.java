package com.multigres.meta.k8s.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.k8s.resource.Marks;
import com.multigres.meta.k8s.resource.Ownership;
import com.multigres.meta.k8s.resource.Resource;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.DropTableGroup;
import com.multigres.meta.model.CatalogChange.ForgetDatabase;
import com.multigres.meta.model.CatalogChange.ForgetTableGroup;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is others' comes through untouched. */
class OwnershipTest extends ClusterTest {
  private static final String MANY_FIELDS =
      """
      [{"name":"postgres","default":true,"durabilityPolicy":"AT_LEAST_2",
        "backup":{"filesystem":{"path":"/b"},"ratio":1.50,"big":9007199254740993},
        "tablegroups":[{"name":"default","default":true,"color":"red",
          "shards":[{"name":"0-inf","spec":{"replicas":3},"overrides":[{"a":1},{"b":[1,2]}]}]}]}]""";

  private JsonNode databases(String cluster) {
    return clusters().read(cluster).path("spec").path("databases");
  }

  /** Everything but what a store is there to change. */
  private static ObjectNode others(ObjectNode tree) {
    ObjectNode rest = tree.deepCopy();
    ObjectNode metadata = (ObjectNode) rest.path("metadata");
    metadata.remove(List.of("resourceVersion", "managedFields", "generation"));
    ((ObjectNode) metadata.path("annotations")).remove(Marks.ALL);
    ((ObjectNode) rest.path("spec")).remove("databases");
    return rest;
  }

  private static void drop(CatalogStore store, String database) {
    apply(store, new DropDatabase(database, false), new ForgetDatabase(database, false));
  }

  @Test
  void everythingElseComesThroughAsItWas() {
    String cluster = cluster(MANY_FIELDS);
    clusters()
        .apply(
            cluster,
            "operator",
            "{\"images\":{\"pooler\":\"p:1\"},\"hundred\":{\"x\":[{\"y\":null}]}}");
    ObjectNode before = clusters().read(cluster);
    CatalogStore store = store(cluster);
    store.initialise();
    for (int i = 0; i < 3; i++) {
      apply(store, CreateDatabase.named("db" + i));
    }
    drop(store, "db1");
    ObjectNode after = clusters().read(cluster);
    assertThat(others(after)).isEqualTo(others(before));
    assertThat(databases(cluster).path(0).toString())
        .isEqualTo(before.path("spec").path("databases").path(0).toString());
    assertThat(databases(cluster))
        .extracting(entry -> entry.path("name").asText())
        .containsExactly("postgres", "db0", "db2");
  }

  @Test
  void onlyWhatWasMadeHereIsOurs() {
    String cluster = cluster(MANY_FIELDS);
    CatalogStore store = store(cluster);
    store.initialise();
    apply(store, CreateDatabase.named("db1"));
    Ownership ownership = new Ownership(Resource.parse(clusters().read(cluster).toString()));
    assertThat(ownership.ours("db1", "default", "0-inf")).isTrue();
    assertThat(ownership.ours("postgres")).isFalse();
    assertThat(ownership.others("db1")).isFalse();
  }

  @Test
  void somebodyWhoAppliesTheSameResourceIsNotInTheWay() {
    String cluster = cluster("");
    CatalogStore store = store(cluster);
    store.initialise();
    apply(store, CreateDatabase.named("db1"));
    for (String policy : List.of("AT_LEAST_2", "AT_LEAST_3")) {
      clusters()
          .apply(
              cluster,
              "gitops",
              "{\"databases\":[{\"name\":\"db1\",\"durabilityPolicy\":\"" + policy + "\"}]}");
      apply(store, CreateDatabase.named("after-" + policy.charAt(9)));
    }
    assertThat(databases(cluster))
        .extracting(entry -> entry.path("name").asText())
        .containsExactly("postgres", "db1", "after-2", "after-3");
    assertThat(databases(cluster).path(1).path("durabilityPolicy").asText())
        .isEqualTo("AT_LEAST_3");
    assertThat(store.check()).isEmpty();
  }

  @Test
  void anEntryThatOthersOwnIsTakenOutWhole() {
    String cluster = cluster("");
    CatalogStore store = store(cluster);
    store.initialise();
    apply(store, CreateDatabase.named("db1"), CreateDatabase.named("db2"));
    clusters()
        .apply(
            cluster, "gitops", "{\"databases\":[{\"name\":\"db1\",\"durabilityPolicy\":\"X\"}]}");
    drop(store, "db1");
    assertThat(databases(cluster))
        .extracting(entry -> entry.path("name").asText())
        .containsExactly("postgres", "db2");
    apply(store, CreateDatabase.named("db1"));
    assertThat(store(cluster).read()).isEqualTo(store.read());
    drop(store, "db1");
    drop(store, "db2");
    assertThat(databases(cluster)).hasSize(1);
  }

  @Test
  void aTableGroupIsAddedToAndTakenOutOfAnEntryOfOthers() {
    String cluster = cluster(MANY_FIELDS);
    String before = databases(cluster).toString();
    CatalogStore store = store(cluster);
    store.initialise();
    apply(store, new CreateTableGroup("postgres", "tg1", List.of("0-8", "8-inf"), false));
    assertThat(databases(cluster).path(0).path("tablegroups")).hasSize(2);
    assertThat(store(cluster).read()).isEqualTo(store.read());
    apply(
        store,
        new DropTableGroup("postgres", "tg1", false),
        new ForgetTableGroup("postgres", "tg1", false));
    assertThat(databases(cluster).toString()).isEqualTo(before);
    assertThat(store.check()).isEmpty();
  }

  @Test
  void theImpliedTableGroupIsSpelledOutBesideAnother() {
    String cluster = cluster("[{\"name\":\"postgres\",\"default\":true}]");
    CatalogStore store = store(cluster);
    store.initialise();
    apply(store, new CreateTableGroup("postgres", "tg1", List.of("0-inf"), false));
    assertThat(databases(cluster).path(0).path("tablegroups")).hasSize(2);
    assertThat(store(cluster).read()).isEqualTo(store.read());
    assertThat(store.check()).isEmpty();
  }

  @Test
  void aListMadeAndTakenOutInOneGenerationOfOthersEntries() {
    String cluster =
        cluster(
            "[{\"name\":\"postgres\",\"default\":true},{\"name\":\"a\"},{\"name\":\"b\"},{\"name\":\"c\"}]");
    CatalogStore store = store(cluster);
    long before = store.initialise().position().generation();
    CatalogChange[] all = {
      new DropDatabase("a", false),
      new ForgetDatabase("a", false),
      new CreateTableGroup("b", "tg1", List.of("0-8", "8-inf"), false),
      new DropDatabase("c", false),
      new ForgetDatabase("c", false),
      CreateDatabase.named("d")
    };
    assertThat(apply(store, all).position().generation()).isEqualTo(before + 1);
    assertThat(databases(cluster))
        .extracting(entry -> entry.path("name").asText())
        .containsExactly("postgres", "b", "d");
    assertThat(store(cluster).read()).isEqualTo(store.read());
    assertThat(store.check()).isEmpty();
  }

  @Test
  void nothingIsWrittenWhenNothingDiffers() {
    String cluster = cluster("");
    CatalogStore store = store(cluster);
    store.initialise();
    apply(store, CreateDatabase.named("db1"));
    ObjectNode before = clusters().read(cluster);
    for (int i = 0; i < 10; i++) {
      assertThat(apply(store, CreateDatabase.named("db1", true)).changed()).isFalse();
    }
    store.initialise();
    store.raiseFence(0);
    assertThat(clusters().read(cluster)).isEqualTo(before);
  }
}
