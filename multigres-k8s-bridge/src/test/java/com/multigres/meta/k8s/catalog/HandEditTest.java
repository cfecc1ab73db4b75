package com.multigres.meta.k8s.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogEvent;
import com.multigres.meta.catalog.CatalogEvent.Full.Reason;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.k8s.resource.Marks;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.Database;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.testkit.Patience;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Somebody edits {@code spec.databases} with other means than this library. */
class HandEditTest extends ClusterTest {

  private static void add(ObjectNode tree, String entry) {
    ((ArrayNode) tree.path("spec").path("databases")).add(Clusters.json(entry));
  }

  @Test
  void anEditIsSeenAsOneGenerationByEverybodyAlike() {
    String cluster = cluster("");
    CatalogStore store = store(cluster);
    Position before = store.initialise().position();
    clusters().edit(cluster, tree -> add(tree, "{\"name\":\"byhand\"}"));
    CatalogSnapshot seen = store.read();
    assertThat(seen.position().generation()).isEqualTo(before.generation() + 1);
    assertThat(seen.position().changeId().value()).startsWith("hand-");
    assertThat(seen.catalog().tableGroup("byhand", "default")).isPresent();
    assertThat(store(cluster).read()).isEqualTo(seen);
    assertThat(store.check()).isEmpty();
  }

  @Test
  void theNextWriterRecordsItBelowItsOwnGeneration() {
    String cluster = cluster("");
    CatalogStore store = store(cluster);
    store.initialise();
    clusters().edit(cluster, tree -> add(tree, "{\"name\":\"byhand\"}"));
    CatalogSnapshot edited = store.read();
    Position next =
        store
            .apply(List.of(CreateDatabase.named("db1")), ApplyOptions.expecting(edited.position()))
            .position();
    assertThat(next.generation()).isEqualTo(edited.position().generation() + 1);
    CatalogSnapshot now = store(cluster).read();
    assertThat(now.position()).isEqualTo(next);
    assertThat(id(now, "byhand")).isEqualTo(id(edited, "byhand"));
    CatalogException stale =
        refused(
            Code.STALE_POSITION,
            () -> store.apply(List.of(), ApplyOptions.expecting(edited.position())));
    assertThat(stale.current()).hasValue(next);
  }

  private static long id(CatalogSnapshot snapshot, String database) {
    return snapshot.catalog().database(database).map(Database::id).orElseThrow();
  }

  @Test
  void whatStaysKeepsItsIdsThroughAnEdit() {
    String cluster = cluster("");
    CatalogStore store = store(cluster);
    store.initialise();
    apply(
        store,
        CreateDatabase.named("db1"),
        new CreateTableGroup("db1", "tg1", List.of("0-8", "8-inf"), false));
    CatalogSnapshot before = store.read();
    clusters()
        .edit(
            cluster,
            tree -> {
              ArrayNode databases = (ArrayNode) tree.path("spec").path("databases");
              databases.insert(0, Clusters.json("{\"name\":\"aaa\"}"));
            });
    CatalogSnapshot after = store.read();
    assertThat(after.catalog().database("db1")).isEqualTo(before.catalog().database("db1"));
    assertThat(id(after, "aaa")).isGreaterThanOrEqualTo(before.catalog().nextId());
  }

  @Test
  void anEditOfWhatIsOthersIsNone() {
    String cluster = cluster("");
    CatalogStore store = store(cluster);
    CatalogSnapshot before = store.initialise();
    clusters()
        .edit(
            cluster,
            tree -> {
              ObjectNode entry = (ObjectNode) tree.path("spec").path("databases").path(0);
              entry.put("durabilityPolicy", "MULTI_CELL_AT_LEAST_2");
              ((ObjectNode) tree.path("spec")).put("postgresSuperuser", "root");
            });
    assertThat(store.read()).isEqualTo(before);
  }

  @Test
  void anEditThatMakesNoCatalogIsToldAndWaitsForAPerson() {
    String cluster = cluster("");
    CatalogStore store = store(cluster);
    CatalogSnapshot before = store.initialise();
    ObjectNode whole = clusters().read(cluster);
    clusters()
        .edit(
            cluster,
            tree ->
                add(
                    tree,
                    """
                    {"name":"db1","tablegroups":[{"name":"default","default":true,
                     "shards":[{"name":"0-8"},{"name":"9-inf"}]}]}"""));
    CatalogException error = refused(Code.RULE_BROKEN, store::read);
    assertThat(error.rule()).hasValue("C2");
    assertThat(error).hasMessageContaining("db1").hasMessageContaining("by hand");
    refused(Code.RULE_BROKEN, () -> apply(store, CreateDatabase.named("db2")));
    assertThat(store.check()).isNotEmpty();
    clusters().restore(cluster, whole);
    assertThat(store.read()).isEqualTo(before);
  }

  @Test
  void anUnspelledShardIsToldAsWell() {
    String cluster = cluster("");
    CatalogStore store = store(cluster);
    store.initialise();
    clusters()
        .edit(
            cluster,
            tree ->
                add(
                    tree,
                    """
                    {"name":"db1","tablegroups":[{"name":"default","default":true,
                     "shards":[{"name":"everything"}]}]}"""));
    assertThat(refused(Code.RULE_BROKEN, store::read)).hasMessageContaining("everything");
  }

  @Test
  void aSubscriberIsToldOfAnEdit() {
    String cluster = cluster("");
    CatalogStore store = store(cluster);
    store.initialise();
    List<CatalogEvent> told = new CopyOnWriteArrayList<>();
    try (Subscription running = store.subscribe(Optional.empty(), told::add)) {
      Patience.eventually().until(() -> told.size() == 1);
      clusters().edit(cluster, tree -> add(tree, "{\"name\":\"byhand\"}"));
      Patience.eventually().until(() -> told.size() == 2);
      assertThat(told.get(1))
          .isInstanceOfSatisfying(
              CatalogEvent.Full.class,
              full -> {
                assertThat(full.reason()).isEqualTo(Reason.LOG_TRIMMED);
                assertThat(full.snapshot()).isEqualTo(store.read());
              });
      assertThat(running).isNotNull();
    }
  }

  @Test
  void whatAResourceListsAlreadyIsAdoptedAtTheBeginning() {
    String cluster = cluster("[{\"name\":\"app\"},{\"name\":\"postgres\",\"default\":true}]");
    CatalogSnapshot made = store(cluster).initialise();
    assertThat(made.position().generation()).isEqualTo(1);
    assertThat(made.catalog().databases())
        .extracting(Database::name)
        .containsExactly("app", "postgres");
    assertThat(made.catalog().defaultDatabase()).isEqualTo(Catalog.initial().defaultDatabase());
    assertThat(clusters().read(cluster).path("spec").path("databases"))
        .isEqualTo(Clusters.json("[{\"name\":\"app\"},{\"name\":\"postgres\",\"default\":true}]"));
  }

  @Test
  void aListThatIsNoCatalogIsNotAdopted() {
    String cluster =
        cluster("[{\"name\":\"app\",\"default\":true},{\"name\":\"postgres\",\"default\":true}]");
    ObjectNode before = clusters().read(cluster);
    assertThat(refused(Code.RULE_BROKEN, () -> store(cluster).initialise()).rule()).hasValue("C1");
    assertThat(clusters().read(cluster)).isEqualTo(before);
  }

  @Test
  void lostAnnotationsAreNamed() {
    String cluster = cluster("");
    CatalogStore store = store(cluster);
    store.initialise();
    clusters()
        .edit(
            cluster,
            tree -> ((ObjectNode) tree.path("metadata").path("annotations")).remove(Marks.CATALOG));
    assertThat(refused(Code.INTERNAL, store::read)).hasMessageContaining(Marks.CATALOG);
  }
}
