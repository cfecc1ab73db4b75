package com.multigres.meta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.multigres.meta.cluster.ClusterInitializer.Result;
import com.multigres.meta.cluster.spec.CellSpec;
import com.multigres.meta.cluster.spec.ClusterSpec;
import com.multigres.meta.cluster.spec.DatabaseDefaults;
import com.multigres.meta.cluster.spec.DatabaseSpec;
import com.multigres.meta.cluster.spec.TableGroupSpec;
import com.multigres.meta.cluster.spec.TopoServerSpec;
import com.multigres.meta.model.component.Backup;
import com.multigres.meta.model.component.BackupLocation;
import com.multigres.meta.model.component.Cell;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topology.PutResult.Effect;
import com.multigres.meta.topology.RecordEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterInitializerTest {
  private final TestCluster cluster = new TestCluster();
  private final TestCluster.Client client = cluster.start();
  private final ClusterInitializer initializer =
      new ClusterInitializer(client.global, TestCluster.GLOBAL_ROOT);

  @AfterEach
  void close() {
    client.close();
    cluster.close();
  }

  private static ClusterSpec spec(String name, CellSpec... cells) {
    Backup own = Backup.at(new BackupLocation.Filesystem("/elsewhere"));
    return new ClusterSpec(
        "default",
        name,
        TopoServerSpec.UNSPECIFIED,
        List.of(cells),
        List.of(
            new DatabaseSpec(
                "postgres",
                "AT_LEAST_2",
                DatabaseDefaults.STANDARD_BACKUP,
                List.of(TableGroupSpec.DEFAULT)),
            new DatabaseSpec("db1", "MULTI_CELL_AT_LEAST_2", own, List.of(TableGroupSpec.DEFAULT))),
        DatabaseDefaults.STANDARD,
        true,
        "postgres");
  }

  private static CellSpec managed(String name, String root) {
    return new CellSpec(name, "z", "", new TopoServerSpec(List.of(), root, "etcd", true));
  }

  private Cell cell(String name) {
    return client.global.cells().get(name).orElseThrow().record();
  }

  @Test
  void theClusterAndItsCellsGetEntries() {
    Result result =
        initializer.initialise(
            spec("c1", TestCluster.cell("a", "http://h1:1", "h2:2"), TestCluster.cell("b")));
    assertThat(result.entry()).isEqualTo(Effect.CREATED);
    assertThat(result.cells()).containsValues(Effect.CREATED, Effect.CREATED);
    assertThat(cell("a")).isEqualTo(new Cell("a", List.of("h1:1", "h2:2"), "/multigres/c1/a"));
    assertThat(cell("b")).isEqualTo(new Cell("b", List.of(), "/multigres/c1/b"));
    assertThat(client.global.store().read(TopoPath.parse("a/local-toposerver"))).isPresent();
  }

  @Test
  void theEntryRemembersWhatRecordsOfDatabasesSay() {
    ClusterSpec spec = spec("c1", TestCluster.cell("a"));
    initializer.initialise(spec);
    ClusterEntry entry = ClusterInitializer.read(client.global).orElseThrow();
    assertThat(entry).isEqualTo(ClusterEntry.of(spec));
    assertThat(entry.settingsOf("db1").durabilityPolicy()).isEqualTo("MULTI_CELL_AT_LEAST_2");
    assertThat(entry.settingsOf("postgres")).isEqualTo(DatabaseDefaults.STANDARD);
    assertThat(entry.settingsOf("another")).isEqualTo(DatabaseDefaults.STANDARD);
  }

  @Test
  void aSecondRunChangesNothing() {
    ClusterSpec spec = spec("c1", TestCluster.cell("a", "h:1"));
    assertThat(initializer.initialise(spec).changed()).isTrue();
    assertThat(initializer.initialise(spec).changed()).isFalse();
  }

  @Test
  void anotherAddressUpdatesTheCellAndTellsWatchers() {
    initializer.initialise(spec("c1", TestCluster.cell("a", "h:1")));
    List<Cell> seen = new CopyOnWriteArrayList<>();
    try (Watch watch =
        client
            .global
            .cells()
            .watch(
                event -> {
                  if (event instanceof RecordEvent.Present<Cell> present) {
                    seen.add(present.entry().record());
                  }
                })) {
      assertThat(watch).isNotNull();
      Result result = initializer.initialise(spec("c1", TestCluster.cell("a", "h:2")));
      assertThat(result.cells()).containsEntry("a", Effect.CHANGED);
      Awaitility.await()
          .until(
              () -> seen.stream().anyMatch(cell -> cell.serverAddresses().equals(List.of("h:2"))));
    }
  }

  @Test
  void whatTheDescriptionLeavesOpenStaysAsItIs() {
    client.global.cells().put(new Cell("a", List.of("operators:2379"), "/chosen"));
    initializer.initialise(spec("c1", managed("a", "")));
    assertThat(cell("a")).isEqualTo(new Cell("a", List.of("operators:2379"), "/chosen"));
    initializer.initialise(spec("c1", managed("a", "/given")));
    assertThat(cell("a")).isEqualTo(new Cell("a", List.of("operators:2379"), "/given"));
  }

  @Test
  void cellsAreOnlyAdded() {
    initializer.initialise(spec("c1", TestCluster.cell("a"), TestCluster.cell("b")));
    initializer.initialise(spec("c1", TestCluster.cell("b")));
    assertThat(cell("a").name()).isEqualTo("a");
  }

  @Test
  void anotherClustersTopologyIsRefused() {
    initializer.initialise(spec("c1", TestCluster.cell("a")));
    assertThatThrownBy(() -> initializer.initialise(spec("c2", TestCluster.cell("b"))))
        .isInstanceOfSatisfying(
            ClusterException.class,
            refused -> assertThat(refused.code()).isEqualTo(ClusterErrorCode.OTHER_CLUSTER))
        .hasMessage("this global topology belongs to cluster default/c1, not to default/c2");
    assertThat(client.global.cells().get("b")).isEmpty();
  }

  @Test
  void aReservedCellIsRefusedBeforeAnythingIsWritten() {
    ClusterSpec spec = spec("c1", TestCluster.cell("a"), TestCluster.cell("databases"));
    assertThatThrownBy(() -> initializer.initialise(spec))
        .isInstanceOf(TopoException.class)
        .hasMessageContaining("databases");
    assertThat(cluster.everything().list(TopoPath.root())).isEmpty();
  }
}
