package com.multigres.meta.k8s.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableSortedMap;
import com.multigres.meta.cluster.ClusterErrorCode;
import com.multigres.meta.cluster.ClusterException;
import com.multigres.meta.cluster.bridge.BridgeReport;
import com.multigres.meta.cluster.bridge.BridgeRunner;
import com.multigres.meta.cluster.bridge.BridgeSettings;
import com.multigres.meta.cluster.bridge.BridgeTarget;
import com.multigres.meta.cluster.plan.AppliedState;
import com.multigres.meta.cluster.plan.AppliedState.RetainedEntry;
import com.multigres.meta.cluster.plan.BridgeAction.Add;
import com.multigres.meta.cluster.plan.BridgePolicy;
import com.multigres.meta.cluster.plan.DeletionPolicy;
import com.multigres.meta.cluster.plan.EntryPath;
import com.multigres.meta.cluster.plan.Place;
import com.multigres.meta.k8s.catalog.Clusters;
import com.multigres.meta.k8s.resource.Marks;
import com.multigres.meta.k8s.server.ApiCall;
import com.multigres.meta.model.Authority;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.RenameDatabase;
import com.multigres.meta.model.CatalogChange.SetAuthority;
import com.multigres.meta.model.CatalogChange.SplitShard;
import com.multigres.meta.testservers.kubernetes.KubernetesExtension;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The resource as a copy of the catalog, on a real API server. */
class ResourceTargetTest {
  @RegisterExtension static final KubernetesExtension KUBERNETES = KubernetesExtension.shared();

  private static final BridgePolicy DELETING =
      BridgePolicy.STANDARD.deleting(DeletionPolicy.DELETE);

  private BridgeCase some;

  @BeforeEach
  void prepare() {
    some =
        new BridgeCase(
            KUBERNETES.server(),
            KUBERNETES.freshNamespace().name(),
            Clusters.manifest("multigrescluster-crd.yaml"),
            "[{\"name\":\"postgres\",\"default\":true,\"durabilityPolicy\":\"AT_LEAST_3\"}]");
  }

  @AfterEach
  void tidy() {
    some.close();
  }

  private static ArrayNode listOf(ObjectNode tree) {
    return (ArrayNode) tree.path("spec").path("databases");
  }

  private void takeOut(String database) {
    some.clusters.edit(
        some.name,
        tree -> {
          ArrayNode list = listOf(tree);
          for (int i = list.size() - 1; i >= 0; i--) {
            if (list.path(i).path("name").asText().equals(database)) {
              list.remove(i);
            }
          }
        });
  }

  private void add(String entry) {
    some.clusters.edit(some.name, tree -> listOf(tree).add(Clusters.json(entry)));
  }

  private void under(Authority authority) {
    some.run();
    some.apply(new SetAuthority(authority));
    some.run();
  }

  @Test
  void aNewDatabaseReachesResourceAndTopology() {
    some.apply(
        CreateDatabase.named("db1"),
        new CreateTableGroup("db1", "tg1", List.of("0-8", "8-inf"), false));
    BridgeReport report = some.run();
    assertThat(report.findings()).isEmpty();
    assertThat(some.listed()).containsExactly("postgres", "db1");
    assertThat(some.records()).containsExactly("db1", "postgres");
    JsonNode groups = some.databases().path(1).path("tablegroups");
    assertThat(BridgeCase.names(groups)).containsExactlyInAnyOrder("default", "tg1");
    JsonNode mark =
        Clusters.json(
            some.clusters
                .read(some.name)
                .path("metadata")
                .path("annotations")
                .path(Marks.POSITION)
                .asText());
    assertThat(mark.path("generation").asLong()).isEqualTo(report.position().generation());
    assertThat(mark.path("changeId").asText()).isEqualTo(report.position().changeId().value());
  }

  @Test
  void anEntryTakenOutByHandIsPutBackAndAStrangersStays() {
    some.apply(CreateDatabase.named("db1"));
    some.run();
    takeOut("db1");
    add("{\"name\":\"byhand\"}");
    BridgeReport report = some.run();
    assertThat(some.listed()).containsExactlyInAnyOrder("postgres", "db1", "byhand");
    assertThat(BridgeCase.kinds(report)).contains("UNKNOWN_ENTRY byhand");
    assertThat(some.catalogs.read().catalog().database("byhand")).isEmpty();
  }

  @Test
  void aDroppedDatabaseIsRetainedUnlessThePolicyDeletes() {
    some.apply(CreateDatabase.named("db1"), CreateDatabase.named("db2"));
    some.run();
    some.apply(new DropDatabase("db1", false));
    some.run();
    assertThat(some.listed()).contains("db1");
    assertThat(some.catalogs.read().catalog().database("db1")).isEmpty();
    some.apply(CreateDatabase.named("db1"));
    assertThat(BridgeCase.kinds(some.run())).contains("NOT_ACCEPTED db1");
    some.apply(new DropDatabase("db2", false));
    some.run(DELETING);
    assertThat(some.listed()).doesNotContain("db2").contains("db1");
    assertThat(some.records()).doesNotContain("db2");
  }

  @Test
  void pendingShardsOfASplitAreListedAsWell() {
    some.apply(new CreateTableGroup("postgres", "tg1", List.of("0-8", "8-inf"), false));
    some.run();
    some.apply(new SplitShard("postgres", "tg1", "0-8", List.of("0-4", "4-8")));
    some.run();
    JsonNode groups = some.databases().path(0).path("tablegroups");
    int at = BridgeCase.names(groups).indexOf("tg1");
    assertThat(BridgeCase.names(groups.path(at).path("shards")))
        .containsExactlyInAnyOrder("0-8", "8-inf", "0-4", "4-8");
    assertThat(some.run().done()).isEmpty();
  }

  @Test
  void aRenameChangesNothingOutside() {
    some.apply(CreateDatabase.named("db1"));
    some.run();
    JsonNode before = some.databases();
    some.apply(new RenameDatabase("db1", "other"));
    some.run();
    assertThat(some.databases()).isEqualTo(before);
    assertThat(some.records()).containsExactly("db1", "postgres");
  }

  @Test
  void aHundredForeignFieldsComeThroughAndNothingIsWrittenWhereNothingDiffers() {
    runBesideForeignFields(50);
  }

  @Test
  @Tag("long")
  void aHundredForeignFieldsComeThroughAThousandRuns() {
    runBesideForeignFields(1_000);
  }

  private void runBesideForeignFields(int runs) {
    some.clusters.edit(
        some.name,
        tree -> {
          ObjectNode spec = (ObjectNode) tree.path("spec");
          ObjectNode notes = (ObjectNode) tree.path("metadata").path("annotations");
          for (int i = 0; i < 50; i++) {
            spec.putObject("foreign" + i).putArray("list").add(i).add("x" + i).addNull();
            notes.put("example.com/note" + i, "keep " + i);
          }
        });
    ObjectNode foreign = foreign();
    for (int i = 0; i < 5; i++) {
      some.apply(CreateDatabase.named("db" + i));
      some.run();
    }
    assertThat(foreign()).isEqualTo(foreign);
    ObjectNode before = some.clusters.read(some.name);
    JsonNode beside = some.sideMap();
    BridgeRunner runner = some.runner(BridgeSettings.STANDARD.leading(1));
    for (int i = 0; i < runs; i++) {
      assertThat(runner.runOnce().done()).isEmpty();
    }
    assertThat(some.clusters.read(some.name)).isEqualTo(before);
    assertThat(some.sideMap()).isEqualTo(beside);
  }

  private ObjectNode foreign() {
    ObjectNode tree = some.clusters.read(some.name);
    ObjectNode metadata = (ObjectNode) tree.path("metadata");
    metadata.remove(List.of("resourceVersion", "managedFields", "generation"));
    ((ObjectNode) metadata.path("annotations")).remove(Marks.ALL);
    ArrayNode list = listOf(tree);
    while (list.size() > 1) {
      list.remove(1);
    }
    ((ObjectNode) list.path(0)).remove("tablegroups");
    return tree;
  }

  @ParameterizedTest
  @EnumSource(names = {"KUBERNETES", "MERGE"})
  void whatPeopleListAndTakeOutIsAdopted(Authority authority) {
    under(authority);
    add(
        """
        {"name":"db1","tablegroups":[{"name":"default","default":true,"shards":[{"name":"0-inf"}]},
         {"name":"tg1","shards":[{"name":"0-8"},{"name":"8-inf"}]}]}""");
    assertThat(some.run().findings()).isEmpty();
    assertThat(some.catalogs.read().catalog().tableGroup("db1", "tg1")).isPresent();
    assertThat(some.records()).containsExactly("db1", "postgres");
    takeOut("db1");
    some.run(DELETING);
    assertThat(some.catalogs.read().catalog().database("db1")).isEmpty();
    assertThat(some.listed()).containsExactly("postgres");
    assertThat(some.records()).containsExactly("postgres");
  }

  @Test
  void anEditAndAChangeThatDoNotGoTogetherAreAConflictAndNobodyLosesHis() {
    under(Authority.MERGE);
    some.apply(CreateDatabase.named("db1"));
    some.run();
    takeOut("db1");
    some.apply(new CreateTableGroup("db1", "tg1", List.of("0-inf"), false));
    BridgeReport report = some.run(DELETING);
    assertThat(BridgeCase.kinds(report)).containsExactly("CONFLICT db1");
    assertThat(some.listed()).containsExactly("postgres");
    assertThat(some.catalogs.read().catalog().tableGroup("db1", "tg1")).isPresent();
  }

  /** As after a death between the write of the resource and that beside it. */
  @ParameterizedTest
  @EnumSource
  void whatStandsBesideMayBeOneWriteBehind(Authority authority) {
    under(authority);
    JsonNode behind = some.sideMap();
    boolean listed = authority == Authority.KUBERNETES;
    if (listed) {
      add("{\"name\":\"db1\"}");
    } else {
      some.apply(CreateDatabase.named("db1"));
    }
    some.run();
    putBack(behind);
    some.run();
    assertThat(some.listed()).containsExactly("postgres", "db1");
    JsonNode behindAgain = some.sideMap();
    if (listed) {
      takeOut("db1");
    } else {
      some.apply(new DropDatabase("db1", false));
    }
    some.run(DELETING);
    putBack(behindAgain);
    assertThat(some.run(DELETING).findings()).isEmpty();
    assertThat(some.listed()).containsExactly("postgres");
    assertThat(some.catalogs.read().catalog().databases()).hasSize(1);
  }

  private void putBack(JsonNode then) {
    ObjectNode tree = then.deepCopy();
    ((ObjectNode) tree.path("metadata")).remove(List.of("resourceVersion", "managedFields"));
    some.send(ApiCall.put(some.sideMapPath(), tree.toString()));
  }

  @Test
  void withoutWhatStandsBesideItOnlyAddsAndReports() {
    some.apply(CreateDatabase.named("db1"), CreateDatabase.named("db2"));
    some.run();
    some.send(new ApiCall("DELETE", some.sideMapPath(), "application/json", "", Optional.empty()));
    some.apply(new DropDatabase("db1", false));
    takeOut("db2");
    BridgeReport report = some.run(DELETING);
    assertThat(some.listed()).containsExactlyInAnyOrder("postgres", "db1", "db2");
    assertThat(BridgeCase.kinds(report)).contains("UNCONFIRMED db1");
    some.run(DELETING.confirm());
    assertThat(some.listed()).containsExactlyInAnyOrder("postgres", "db2");
  }

  @Test
  void aPredecessorThatWasAsleepIsRefusedByTheTarget() {
    BridgeRunner first = some.runner(BridgeSettings.STANDARD.leading(1));
    first.runOnce();
    BridgeTarget.Reading asleep = some.resource().read();
    some.runner(BridgeSettings.STANDARD.leading(2)).runOnce();
    some.apply(CreateDatabase.named("db1"));
    JsonNode before = some.clusters.read(some.name);
    JsonNode beside = some.sideMap();
    AppliedState next = asleep.snapshot().applied().orElseThrow();
    Add add = new Add(Place.KUBERNETES, EntryPath.of("late"), "database", "late");
    RetainedEntry entry = new RetainedEntry(7, "late", 1);
    AppliedState noted =
        new AppliedState(
            next.position(), next.base(), ImmutableSortedMap.of(EntryPath.of("late"), entry));

    assertThat(asleep.write(List.of(add), next, OptionalLong.of(1))).isFalse();
    assertThat(asleep.write(List.of(), noted, OptionalLong.of(1))).isFalse();
    assertThatThrownBy(first::runOnce)
        .isInstanceOfSatisfying(
            ClusterException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ClusterErrorCode.FENCED));
    assertThatThrownBy(() -> some.resource().raiseFence(1))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("fence 2");
    assertThat(some.clusters.read(some.name)).isEqualTo(before);
    assertThat(some.sideMap()).isEqualTo(beside);
  }

  @Test
  void theFenceBesideTheResourceCountsBeforeThatOnItDoes() {
    some.runner(BridgeSettings.STANDARD.leading(1)).runOnce();
    ObjectNode beside = (ObjectNode) some.sideMap();
    ObjectNode state = (ObjectNode) Clusters.json(beside.at("/data/state").asText());
    ((ObjectNode) beside.path("data")).put("state", state.put("fence", 2).toString());
    some.send(ApiCall.put(some.sideMapPath(), beside.toString()));
    // Its successor began: the note is his, while the resource is not yet.
    BridgeTarget.Reading late = some.resource().read();
    AppliedState next = late.snapshot().applied().orElseThrow();
    AppliedState other =
        new AppliedState(next.position(), ImmutableSortedMap.of(), next.retained());
    JsonNode before = some.sideMap();
    assertThatThrownBy(() -> late.write(List.of(), other, OptionalLong.of(1)))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("fence 2, not ours, 1");
    assertThat(some.sideMap()).isEqualTo(before);
  }

  @Test
  void aResourceThatIsACatalogOfItsOwnIsLeftAlone() {
    try (var own = some.clusters.open(some.name)) {
      own.initialise();
    }
    JsonNode before = some.databases();
    assertThatThrownBy(some::run).hasMessageContaining("catalog of its own");
    assertThat(some.databases()).isEqualTo(before);
  }
}
