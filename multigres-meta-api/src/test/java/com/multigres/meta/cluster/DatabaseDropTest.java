package com.multigres.meta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.cluster.DatabaseDrop.Progress;
import com.multigres.meta.cluster.bridge.BridgeSettings;
import com.multigres.meta.cluster.bridge.TopologyTarget;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.ServingState;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.component.Backup;
import com.multigres.meta.model.component.DatabaseRecord;
import com.multigres.meta.model.component.DurabilityPolicy;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatabaseDropTest {
  private static final ShardKey DB1 = new ShardKey("db1", "default", "0-inf");
  private static final OperationId CREATE = new OperationId("create");
  private static final OperationId DROP = new OperationId("drop");

  private final TestCluster cluster = new TestCluster();
  private final TestCluster.Client client = cluster.start();
  private final DatabaseDrop drops =
      new DatabaseDrop(client.catalogs, List.of(TopologyTarget.of(client.global)), client::servers);

  @BeforeEach
  void create() {
    new ClusterInitializer(client.global, TestCluster.GLOBAL_ROOT)
        .initialise(TestCluster.spec("a", "b"));
    client.catalogs.initialise();
    new CatalogOperations(client.catalogs).createDatabase(CREATE, "db1");
    client.bridge(BridgeSettings.STANDARD).runOnce();
  }

  @AfterEach
  void close() {
    client.close();
    cluster.close();
  }

  private Catalog catalog() {
    return client.catalogs.read().catalog();
  }

  private boolean isRegistered() {
    return client.global.databases().get("db1").isPresent();
  }

  @Test
  void whereNobodyServesItAllHappensAtOnce() {
    assertThat(drops.drop(DROP, "db1", false, false).progress()).isEqualTo(Progress.FORGOTTEN);
    assertThat(catalog().database("db1")).isEmpty();
    assertThat(isRegistered()).isFalse();
  }

  @Test
  void aRepeatUnderTheSameIdHarmsNoNewDatabaseAndSaysThatItStands() {
    drops.drop(DROP, "db1", false, false);
    new CatalogOperations(client.catalogs).createDatabase(new OperationId("anew"), "db1");
    client.bridge(BridgeSettings.STANDARD).runOnce();
    assertThat(drops.drop(DROP, "db1", false, false).progress()).isEqualTo(Progress.STANDS);
    assertThat(catalog().database("db1").orElseThrow().state()).isEqualTo(ServingState.CREATING);
    assertThat(isRegistered()).isTrue();
  }

  @Test
  void whileAPoolerServesItCatalogAndCopiesKeepIt() {
    client.cells.with("a", cell -> cell.register(TestCluster.pooler("a", "p", DB1)));
    assertThat(drops.drop(DROP, "db1", false, false).progress()).isEqualTo(Progress.STILL_SERVED);
    assertThat(catalog().database("db1").orElseThrow().state()).isEqualTo(ServingState.DROPPING);
    assertThat(isRegistered()).isTrue();

    client.cells.with("a", cell -> cell.signOff(TestCluster.pooler("a", "p", DB1).id(), "bye"));
    assertThat(drops.goOn("db1", false).progress()).isEqualTo(Progress.FORGOTTEN);
  }

  @Test
  void whoForgetsDoesNotWaitForPoolers() {
    client.cells.with("a", cell -> cell.register(TestCluster.pooler("a", "p", DB1)));
    assertThat(drops.drop(DROP, "db1", false, true).progress()).isEqualTo(Progress.FORGOTTEN);
    assertThat(isRegistered()).isFalse();
  }

  @Test
  void whereABridgeServesTheClusterTheRestIsItsBusiness() {
    client.bridge(BridgeSettings.STANDARD.leading(1)).runOnce();
    assertThat(drops.drop(DROP, "db1", false, false).progress()).isEqualTo(Progress.LEFT_TO_BRIDGE);
    assertThat(catalog().database("db1").orElseThrow().isDropping()).isTrue();
    assertThat(drops.goOn("db1", true).progress()).isEqualTo(Progress.FORGOTTEN);
  }

  @Test
  void aRecordThatNobodyCarriedIsHeldForAPerson() {
    new CatalogOperations(client.catalogs).createDatabase(new OperationId("2"), "db2");
    client
        .global
        .databases()
        .create(new DatabaseRecord("db2", Backup.NONE, List.of(), DurabilityPolicy.NONE));
    DatabaseDrop.Result held = drops.drop(new OperationId("3"), "db2", false, false);
    assertThat(held.progress()).isEqualTo(Progress.HELD);
    assertThat(held.findings()).hasSize(1);
    assertThat(drops.goOn("db2", true).progress()).isEqualTo(Progress.FORGOTTEN);
  }

  @Test
  void aDatabaseThatIsNotThereIsAnErrorUnlessSaidOtherwise() {
    assertThatThrownBy(() -> drops.drop(DROP, "nowhere", false, false))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("nowhere");
    assertThat(drops.drop(DROP, "nowhere", true, false).progress()).isEqualTo(Progress.FORGOTTEN);
  }

  @Test
  void theDefaultDatabaseCannotBeDropped() {
    assertThatThrownBy(() -> drops.drop(DROP, "postgres", false, true))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("C2");
    assertThat(catalog().defaultDatabase().orElseThrow().isDropping()).isFalse();
  }
}
