package com.multigres.meta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.multigres.meta.cluster.bridge.BridgeSettings;
import com.multigres.meta.model.component.Cell;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoPath;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterDestroyerTest {
  private final TestCluster cluster = new TestCluster();
  private final TestCluster.Client client = cluster.start();
  private final ClusterDestroyer destroyer = new ClusterDestroyer(client.global, client.cells);

  @BeforeEach
  void create() {
    new ClusterInitializer(client.global, TestCluster.GLOBAL_ROOT)
        .initialise(TestCluster.spec("a", "b"));
    new CatalogCreation(client.global, client.catalogs).create(TestCluster.ORCH, List.of());
    client.bridge(BridgeSettings.STANDARD).runOnce();
  }

  @AfterEach
  void close() {
    client.close();
    cluster.close();
  }

  private List<TopoPath> left() {
    return cluster.everything().list(TopoPath.root()).stream().map(Node::path).toList();
  }

  @Test
  void everyEntryGoes() {
    assertThat(destroyer.destroy(false)).hasSize(6);
    assertThat(left()).isEmpty();
    assertThat(destroyer.destroy(false)).isEmpty();
  }

  @Test
  void aClusterWithComponentsStaysUnlessForced() {
    client.cells.with(
        "b", cell -> cell.register(TestCluster.pooler("b", "p", CatalogCreation.HOME)));
    List<TopoPath> before = left();
    assertThatThrownBy(() -> destroyer.destroy(false))
        .isInstanceOfSatisfying(
            ClusterException.class,
            refused -> assertThat(refused.code()).isEqualTo(ClusterErrorCode.STILL_SERVED))
        .hasMessage("components are registered: [multipooler-b-p]");
    assertThat(left()).isEqualTo(before);
    destroyer.destroy(true);
    assertThat(left()).isEmpty();
  }

  @Test
  void recordsOfPoolersThatStoppedDoNotHoldItUp() {
    client.cells.with(
        "b", cell -> cell.register(TestCluster.pooler("b", "p", CatalogCreation.HOME)));
    client.cells.with(
        "b",
        cell -> cell.signOff(TestCluster.pooler("b", "p", CatalogCreation.HOME).id(), "stopped"));
    destroyer.destroy(false);
    assertThat(left()).isEmpty();
  }

  @Test
  void aCellThatCannotBeAskedHoldsItUpUnlessForced() {
    client.global.cells().put(new Cell("b", List.of(), ""));
    assertThatThrownBy(() -> destroyer.destroy(false)).hasMessageContaining("[b]");
    destroyer.destroy(true);
    assertThat(left()).isEmpty();
  }

  @Test
  void whatIsNotTheClustersStays() {
    TopoPath theirs = TopoPath.parse("databases/notes");
    client.global.store().write(theirs, ByteString.copyFromUtf8("x"), Expect.absent());
    destroyer.destroy(true);
    assertThat(left()).containsExactly(TopoPath.parse("multigres/c1/global").resolve(theirs));
    assertThat(client.catalogs.read().catalog().databases()).hasSize(1);
  }
}
