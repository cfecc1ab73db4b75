package com.multigres.meta.cluster.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.cluster.CatalogOperations;
import com.multigres.meta.cluster.ClusterInitializer;
import com.multigres.meta.cluster.OperationId;
import com.multigres.meta.cluster.TestCluster;
import com.multigres.meta.cluster.bridge.BridgeSettings;
import com.multigres.meta.cluster.drift.Drift.Canonical;
import com.multigres.meta.cluster.plan.Place;
import com.multigres.meta.cluster.spec.CellSpec;
import com.multigres.meta.cluster.spec.ClusterSpec;
import com.multigres.meta.cluster.spec.DatabaseDefaults;
import com.multigres.meta.cluster.spec.DatabaseSpec;
import com.multigres.meta.cluster.spec.ShardSpec;
import com.multigres.meta.cluster.spec.TableGroupSpec;
import com.multigres.meta.cluster.spec.TopoServerSpec;
import com.multigres.meta.model.Authority;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.SetAuthority;
import com.multigres.meta.model.KeyRange;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.component.Cell;
import com.multigres.meta.model.component.DatabaseRecord;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.model.component.PoolerType;
import com.multigres.meta.topo.TopoPath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DriftsTest {
  private static final ShardKey HOME = new ShardKey("postgres", "default", "0-inf");

  private final TestCluster cluster = new TestCluster();
  private final TestCluster.Client client = cluster.start();

  @BeforeEach
  void create() {
    new ClusterInitializer(client.global, TopoPath.parse("/multigres/c1/global"))
        .initialise(spec(cells("a", "b"), postgres()));
    client.catalogs.initialise();
    carry();
  }

  @AfterEach
  void close() {
    client.close();
    cluster.close();
  }

  private void carry() {
    client.bridge(BridgeSettings.STANDARD).runOnce();
  }

  private void apply(CatalogChange... changes) {
    client.catalogs.apply(List.of(changes), ApplyOptions.none());
  }

  private void createDb1() {
    new CatalogOperations(client.catalogs).createDatabase(new OperationId("op"), "db1");
  }

  private List<Drift> drifts() {
    return drifts(Optional.empty());
  }

  private List<Drift> drifts(ClusterSpec manifest) {
    return drifts(Optional.of(manifest));
  }

  private List<Drift> drifts(Optional<ClusterSpec> manifest) {
    return Drifts.in(picture(manifest));
  }

  private ClusterPicture picture(Optional<ClusterSpec> manifest) {
    return ClusterPicture.take(client.global, client.cells, client.catalogs, manifest);
  }

  private static List<CellSpec> cells(String... names) {
    return Stream.of(names)
        .map(name -> new CellSpec(name, "z", "", TopoServerSpec.UNSPECIFIED))
        .toList();
  }

  private static DatabaseSpec postgres() {
    return database("postgres");
  }

  private static DatabaseSpec database(String name, TableGroupSpec... more) {
    List<TableGroupSpec> groups = new ArrayList<>(List.of(TableGroupSpec.DEFAULT));
    Collections.addAll(groups, more);
    return new DatabaseSpec(name, "AT_LEAST_2", DatabaseDefaults.STANDARD_BACKUP, groups);
  }

  private static TableGroupSpec group(String name, String... shards) {
    return new TableGroupSpec(name, Stream.of(shards).map(ShardSpec::new).toList());
  }

  private static ClusterSpec spec(List<CellSpec> cells, DatabaseSpec... databases) {
    return new ClusterSpec(
        "default",
        "c1",
        TopoServerSpec.UNSPECIFIED,
        cells,
        List.of(databases),
        DatabaseDefaults.STANDARD,
        true,
        "postgres");
  }

  @Test
  void aClusterInStepHasNoDrift() {
    assertThat(drifts(spec(cells("a", "b"), postgres()))).isEmpty();
    assertThat(drifts()).isEmpty();
  }

  @Test
  void aDatabaseThatWasNotCarriedYetIsShownWithTheRuleAndThenGone() {
    createDb1();
    assertThat(drifts())
        .containsExactly(
            new Drift(
                "database db1",
                Place.CATALOG,
                "CREATING",
                Place.TOPOLOGY,
                "absent",
                Canonical.CATALOG,
                "which databases there are, the catalog decides; the bridge carries them into the"
                    + " topology"));
    carry();
    assertThat(drifts()).isEmpty();
  }

  @Test
  void aRecordThatTheCatalogDoesNotKnowIsShown() {
    client
        .global
        .databases()
        .create(
            client
                .global
                .databases()
                .get("postgres")
                .map(entry -> renamed(entry.record()))
                .orElseThrow());
    assertThat(drifts()).extracting(Drift::what).containsExactly("database theirs");
    assertThat(drifts().get(0).valueA()).isEqualTo(Drift.ABSENT);
  }

  private static DatabaseRecord renamed(DatabaseRecord record) {
    return new DatabaseRecord("theirs", record.backup(), record.cells(), record.durabilityPolicy());
  }

  @Test
  void aRecordEditedByHandShowsBothValues() {
    client
        .global
        .databases()
        .update(
            "postgres",
            record ->
                new DatabaseRecord(
                    record.name(), record.backup(), List.of("a"), record.durabilityPolicy()));
    assertThat(drifts())
        .singleElement()
        .satisfies(
            drift -> {
              assertThat(drift.what()).isEqualTo("database postgres record");
              assertThat(drift.valueA()).contains("cells [a, b]");
              assertThat(drift.valueB()).contains("cells [a]");
            });
  }

  @Test
  void aRetainedRecordIsNoDrift() {
    createDb1();
    carry();
    apply(new DropDatabase("db1", false));
    assertThat(drifts()).extracting(Drift::valueA).containsExactly("DROPPING");
    carry();
    assertThat(client.global.databases().get("db1")).isPresent();
    assertThat(drifts()).isEmpty();
  }

  @Test
  void cellsOfTheResourceAndTheTopologyAreCompared() {
    client.global.cells().put(new Cell("a", List.of("h:1"), "/multigres/c1/a"));
    List<CellSpec> wanted =
        List.of(
            new CellSpec(
                "a", "z", "", new TopoServerSpec(List.of("http://h:2"), "/x", "etcd", false)),
            new CellSpec("c", "z", "", TopoServerSpec.UNSPECIFIED));
    assertThat(drifts(spec(wanted, postgres())))
        .extracting(Drift::what, Drift::valueA, Drift::valueB, Drift::canonical)
        .containsExactly(
            tuple("cell a address", "h:2", "h:1", Canonical.TOPOLOGY),
            tuple("cell a root", "/x", "/multigres/c1/a", Canonical.TOPOLOGY),
            tuple("cell b", "absent", "registered", Canonical.KUBERNETES),
            tuple("cell c", "listed", "absent", Canonical.KUBERNETES));
  }

  @Test
  void theSameAddressInOtherWordsIsNoDrift() {
    client.global.cells().put(new Cell("a", List.of("h:1"), "/multigres/c1/a"));
    List<CellSpec> wanted = new ArrayList<>(cells("b"));
    wanted.add(
        new CellSpec(
            "a",
            "z",
            "",
            new TopoServerSpec(List.of("http://h:1/"), "/multigres/c1/a/", "etcd", false)));
    assertThat(drifts(spec(wanted, postgres()))).isEmpty();
  }

  @Test
  void anotherClustersManifestIsShown() {
    ClusterSpec plain = spec(cells("a", "b"), postgres());
    ClusterSpec other =
        new ClusterSpec(
            "default",
            "c2",
            plain.globalTopo(),
            plain.cells(),
            plain.databases(),
            plain.defaults(),
            true,
            "postgres");
    assertThat(drifts(other)).extracting(Drift::what).containsExactly("cluster");
  }

  @Test
  void databasesTablegroupsAndShardsOfCatalogAndResourceAreCompared() {
    createDb1();
    apply(
        new CreateTableGroup("db1", "tg1", List.of("0-8", "8-inf"), false),
        new CreateTableGroup("db1", "tg2", List.of("0-inf"), false));
    carry();
    ClusterSpec manifest =
        spec(
            cells("a", "b"),
            postgres(),
            database("db1", group("tg1", "0-4", "4-inf"), group("tg3", "0-inf")),
            database("db3"));
    assertThat(drifts(manifest))
        .extracting(Drift::what, Drift::valueA, Drift::valueB, Drift::canonical)
        .containsExactly(
            tuple("database db3", "absent", "listed", Canonical.CATALOG),
            tuple("tablegroup db1/tg1 shards", "0-8 8-inf", "0-4 4-inf", Canonical.CATALOG),
            tuple("tablegroup db1/tg2", "CREATING", "absent", Canonical.CATALOG),
            tuple("tablegroup db1/tg3", "absent", "listed", Canonical.CATALOG));
  }

  @Test
  void theAuthorityDecidesWhichOfThemIsCanonical() {
    createDb1();
    carry();
    ClusterSpec manifest = spec(cells("a", "b"), postgres());
    apply(new SetAuthority(Authority.KUBERNETES));
    assertThat(drifts(manifest)).extracting(Drift::canonical).containsExactly(Canonical.KUBERNETES);
    apply(new SetAuthority(Authority.MERGE));
    assertThat(drifts(manifest)).extracting(Drift::canonical).containsExactly(Canonical.MERGE);
  }

  @Test
  void poolersOfUnknownShardsAndWrongRangesAreShown() {
    ShardKey unknown = new ShardKey("db9", "default", "0-inf");
    register("a", TestCluster.pooler("a", "p1", unknown));
    register(
        "b",
        TestCluster.pooler("b", "p2", HOME).toBuilder().keyRange(KeyRange.parse("0-8")).build());
    register("b", TestCluster.pooler("b", "p3", HOME));
    assertThat(drifts())
        .extracting(Drift::what, Drift::valueA, Drift::valueB)
        .containsExactly(
            tuple("pooler multipooler-a-p1 shard", "absent", "db9/default/0-inf"),
            tuple("pooler multipooler-b-p2 key range", "0-inf", "0-8"));
  }

  @Test
  void twoPrimariesOfOneShardAreShown() {
    for (String name : List.of("p1", "p2")) {
      register(
          "a", TestCluster.pooler("a", name, HOME).toBuilder().type(PoolerType.PRIMARY).build());
    }
    assertThat(drifts())
        .extracting(Drift::what, Drift::valueA, Drift::valueB)
        .containsExactly(
            tuple("shard postgres/default/0-inf primary", "multipooler-a-p2", "multipooler-a-p1"));
  }

  private void register(String cell, Pooler pooler) {
    client.cells.with(cell, topology -> topology.register(pooler));
  }

  @Test
  void whatCannotBeReadIsSaidAndHidesNothingElse() {
    client.global.cells().put(new Cell("b", List.of(), ""));
    createDb1();
    ClusterPicture picture = picture(Optional.empty());
    assertThat(picture.unchecked()).singleElement().asString().startsWith("cell b: ");
    assertThat(Drifts.in(picture)).extracting(Drift::what).containsExactly("database db1");
  }

  @Test
  void withoutACatalogOnlyCellsAreCompared() {
    try (TestCluster fresh = new TestCluster();
        TestCluster.Client other = fresh.start()) {
      ClusterPicture picture =
          ClusterPicture.take(
              other.global, other.cells, other.catalogs, Optional.of(spec(cells("a"), postgres())));
      assertThat(picture.catalog()).isEmpty();
      assertThat(Drifts.in(picture)).extracting(Drift::what).containsExactly("cell a");
    }
  }

  @Test
  void theOrderDependsOnNothingButTheDifferences() {
    createDb1();
    apply(new CreateTableGroup("db1", "tg1", List.of("0-8", "8-inf"), false));
    ClusterSpec forward = spec(cells("x", "y", "z"), postgres(), database("p"), database("q"));
    ClusterSpec backward = spec(cells("z", "y", "x"), database("q"), database("p"), postgres());
    List<Drift> found = drifts(forward);
    assertThat(found).hasSizeGreaterThan(6).isSorted();
    assertThat(drifts(backward)).isEqualTo(found);
  }
}
