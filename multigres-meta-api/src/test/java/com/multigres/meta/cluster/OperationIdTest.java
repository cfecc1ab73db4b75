package com.multigres.meta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.cluster.spec.ClusterSpec;
import com.multigres.meta.cluster.spec.DatabaseDefaults;
import com.multigres.meta.cluster.spec.DatabaseSpec;
import com.multigres.meta.cluster.spec.ShardSpec;
import com.multigres.meta.cluster.spec.TableGroupSpec;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.TableGroup;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationIdTest {

  @Test
  void aStepAlwaysHasTheSameChangeId() {
    OperationId operation = new OperationId("op-1");
    assertThat(operation.step("split").value()).isEqualTo("op-1:split");
    assertThat(operation.step("split")).isEqualTo(new OperationId("op-1").step("split"));
    assertThat(operation.step("switch")).isNotEqualTo(operation.step("split"));
  }

  @Test
  void aLongOneIsHashedAndStillTellsStepsApart() {
    OperationId operation = new OperationId("x".repeat(128));
    assertThat(operation.step("split").value()).hasSizeLessThanOrEqualTo(128).endsWith(":split");
    assertThat(operation.step("split"))
        .isNotEqualTo(new OperationId("y".repeat(128)).step("split"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a@b", "ä"})
  void whatCannotBeAChangeIdIsRefused(String value) {
    assertThatThrownBy(() -> new OperationId(value)).isInstanceOf(CatalogException.class);
  }

  @Test
  void aRepeatedOperationAnswersAsTheFirstTime() {
    try (TestCluster cluster = new TestCluster();
        TestCluster.Client client = cluster.start()) {
      client.catalogs.initialise();
      CatalogOperations operations = new CatalogOperations(client.catalogs);
      Applied first = operations.createDatabase(new OperationId("op"), "db1");
      operations.createDatabase(new OperationId("other"), "db2");
      assertThat(operations.createDatabase(new OperationId("op"), "db1")).isEqualTo(first);
      assertThatThrownBy(() -> operations.createDatabase(OperationId.random(), "db1"))
          .isInstanceOf(CatalogException.class);
    }
  }

  @Test
  void aDescriptionsDatabasesAreAddedOnceAndNothingIsTaken() {
    try (TestCluster cluster = new TestCluster();
        TestCluster.Client client = cluster.start()) {
      client.catalogs.initialise();
      CatalogOperations operations = new CatalogOperations(client.catalogs);
      operations.createDatabase(new OperationId("op"), "own");

      Catalog first = operations.addMissing(described()).catalog();
      long generation = client.catalogs.read().position().generation();
      Catalog second = operations.addMissing(described()).catalog();

      assertThat(first.databases()).hasSize(3);
      TableGroup group = first.tableGroup("db1", "tg1").orElseThrow();
      assertThat(group.shards()).extracting(shard -> shard.name()).containsExactly("0-8", "8-inf");
      assertThat(second).isEqualTo(first);
      assertThat(client.catalogs.read().position().generation()).isEqualTo(generation);
      assertThat(SpecChanges.missing(described(), second)).isEmpty();
    }
  }

  private static ClusterSpec described() {
    ClusterSpec plain = TestCluster.spec("a");
    TableGroupSpec group =
        new TableGroupSpec("tg1", List.of(new ShardSpec("0-8"), new ShardSpec("8-inf")));
    DatabaseSpec db1 =
        new DatabaseSpec(
            "db1",
            "AT_LEAST_2",
            DatabaseDefaults.STANDARD_BACKUP,
            List.of(TableGroupSpec.DEFAULT, group));
    return new ClusterSpec(
        plain.namespace(),
        plain.name(),
        plain.globalTopo(),
        plain.cells(),
        List.of(plain.defaultDatabase(), db1),
        plain.defaults(),
        plain.topologyPruning(),
        plain.postgresSuperuser());
  }
}
