package com.multigres.meta.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.multigres.meta.cluster.spec.CellSpec;
import com.multigres.meta.cluster.spec.ClusterSpec;
import com.multigres.meta.cluster.spec.DatabaseDefaults;
import com.multigres.meta.cluster.spec.DatabaseSpec;
import com.multigres.meta.cluster.spec.ShardSpec;
import com.multigres.meta.cluster.spec.TableGroupSpec;
import com.multigres.meta.cluster.spec.TopoServerSpec;
import com.multigres.meta.model.component.Backup;
import com.multigres.meta.model.component.BackupLocation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterManifestsTest {
  @TempDir Path folder;

  @Test
  void aWholeManifestAmongOtherDocumentsIsRead() throws Exception {
    ClusterSpec spec = ClusterManifests.read(Manifests.resource("three-cells.yaml"));

    Backup s3 =
        new Backup(
            new BackupLocation.S3("shop-backups", "eu-central-1", "", "prod/", true), true, 0);
    assertThat(spec.namespace()).isEqualTo("shops");
    assertThat(spec.name()).isEqualTo("shop");
    assertThat(spec.postgresSuperuser()).isEqualTo("admin");
    assertThat(spec.topologyPruning()).isFalse();
    assertThat(spec.defaults()).isEqualTo(new DatabaseDefaults("MULTI_CELL_AT_LEAST_2", s3));
    assertThat(spec.globalTopo())
        .isEqualTo(
            new TopoServerSpec(
                List.of("https://topo-0.example:2379", "https://topo-1.example:2379"),
                "/multigres/global",
                "etcd",
                false));
  }

  @Test
  void cellsHaveTheirPlaceAndTheirTopologyServer() throws Exception {
    ClusterSpec spec = ClusterManifests.read(Manifests.resource("three-cells.yaml"));

    TopoServerSpec own =
        new TopoServerSpec(
            List.of("http://topo-a.example:2379"), "/multigres/zone-a", "etcd", false);
    TopoServerSpec managed = new TopoServerSpec(List.of(), "/multigres/zone-b", "etcd", true);
    assertThat(spec.cells())
        .containsExactly(
            new CellSpec("zone-a", "use1-az1", "", own),
            new CellSpec("zone-b", "", "us-east-2", managed),
            new CellSpec("zone-c", "use1-az3", "", TopoServerSpec.UNSPECIFIED));
  }

  @Test
  void databasesHaveTheirGroupsAndWhatTheySayThemselvesOrTheClusterSays() throws Exception {
    ClusterSpec spec = ClusterManifests.read(Manifests.resource("three-cells.yaml"));

    TableGroupSpec lines =
        new TableGroupSpec(
            "lines", List.of(new ShardSpec("0-4"), new ShardSpec("4-8"), new ShardSpec("8-inf")));
    assertThat(spec.databases())
        .containsExactly(
            new DatabaseSpec(
                "postgres",
                "MULTI_CELL_AT_LEAST_2",
                spec.defaults().backup(),
                List.of(TableGroupSpec.DEFAULT)),
            new DatabaseSpec(
                "orders",
                "AT_LEAST_2",
                Backup.at(new BackupLocation.Filesystem("/backups/orders")),
                List.of(TableGroupSpec.DEFAULT, lines)));
  }

  @Test
  void whatIsNotSaidHasItsDefault() throws Exception {
    ClusterSpec spec = ClusterManifests.read(Manifests.resource("minimal.yaml"));

    assertThat(spec.namespace()).isEqualTo("default");
    assertThat(spec.globalTopo()).isEqualTo(new TopoServerSpec(List.of(), "", "etcd", true));
    assertThat(spec.defaults())
        .isEqualTo(
            new DatabaseDefaults(
                "AT_LEAST_2", Backup.at(new BackupLocation.Filesystem("/backups"))));
    assertThat(spec.topologyPruning()).isTrue();
    assertThat(spec.postgresSuperuser()).isEqualTo("postgres");
    assertThat(spec.defaultDatabase().name()).isEqualTo("postgres");
    assertThat(spec.defaultDatabase().tableGroups()).containsExactly(TableGroupSpec.DEFAULT);
    assertThat(TableGroupSpec.DEFAULT.shards()).containsExactly(new ShardSpec("0-inf"));
  }

  @Test
  void aListAsKubectlPrintsItIsReadToo() throws Exception {
    ClusterSpec spec = ClusterManifests.read(Manifests.resource("as-printed.json"));

    assertThat(spec.name()).isEqualTo("printed");
    assertThat(spec.globalTopo().rootPath()).isEqualTo("/multigres/printed/global");
    assertThat(spec.databases()).hasSize(1);
  }

  @Test
  void aResourceOfTheApiServerIsReadLikeItsManifest() throws Exception {
    Path file = Manifests.resource("minimal.yaml");
    GenericKubernetesResource resource =
        new KubernetesSerialization()
            .unmarshal(Files.readString(file), GenericKubernetesResource.class);

    assertThat(ClusterManifests.of(resource)).isEqualTo(ClusterManifests.read(file));
  }

  @Test
  void aBrokenResourceOfTheApiServerIsToldByItsName() throws Exception {
    GenericKubernetesResource resource =
        new KubernetesSerialization()
            .unmarshal(
                Manifests.withSpec("databases: [{name: a, default: 7}]"),
                GenericKubernetesResource.class);

    assertThatThrownBy(() -> ClusterManifests.of(resource))
        .hasMessage(
            "MultigresCluster c: spec.databases[0].default: must be true or false, not the value 7");
  }

  @Test
  void oneOfSeveralClustersIsChosenByName() throws Exception {
    Path file = Manifests.resource("two-clusters.yaml");

    assertThat(ClusterManifests.read(file, "first").cells().get(0).name()).isEqualTo("c1");
    assertThat(ClusterManifests.read(file, "two/second").cells().get(0).name()).isEqualTo("c3");
  }

  @Test
  void severalClustersWithoutANameAreListed() throws Exception {
    Path file = Manifests.resource("two-clusters.yaml");

    assertThatThrownBy(() -> ClusterManifests.read(file))
        .isInstanceOf(ManifestException.class)
        .hasMessageEndingWith(
            "holds several clusters, name one of them: one/first, one/second, two/second");
    assertThatThrownBy(() -> ClusterManifests.read(file, "second"))
        .hasMessageEndingWith("holds several clusters of that name: one/second, two/second");
    assertThatThrownBy(() -> ClusterManifests.read(file, "third"))
        .hasMessageEndingWith(
            "holds no cluster named \"third\", only: one/first, one/second, two/second");
  }

  @Test
  void anchorsAliasesAndMergesMeanWhatTheyStandFor() throws IOException {
    Path file =
        Manifests.write(
            folder,
            Manifests.withSpec(
                """
                databases:
                  - name: postgres
                    default: true
                    tablegroups: [&whole {name: default, default: true, shards: [{name: 0-inf}]}]
                  - name: copy
                    tablegroups: [*whole]
                  - name: merged
                    tablegroups: [{<<: *whole, backup: null}]
                """));

    assertThat(ClusterManifests.read(file).databases())
        .extracting(DatabaseSpec::tableGroups)
        .containsOnly(List.of(TableGroupSpec.DEFAULT));
  }

  @Test
  void aByteOrderMarkAndWindowsLineEndsDoNotMatter() throws IOException {
    String text = Manifests.withSpec("durabilityPolicy: AT_LEAST_3").replace("\n", "\r\n");
    Path file = Manifests.write(folder, "\uFEFF" + text);

    assertThat(ClusterManifests.read(file).defaults().durabilityPolicy()).isEqualTo("AT_LEAST_3");
  }
}
