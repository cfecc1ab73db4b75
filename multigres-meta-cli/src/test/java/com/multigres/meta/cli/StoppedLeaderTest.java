package com.multigres.meta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.model.Authority;
import com.multigres.meta.testservers.PostgresDatabase;
import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.testservers.etcd.EtcdExtension;
import com.multigres.meta.testservers.kubernetes.KubernetesExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two replicas of the bridge. The process that leads is stopped in front of a write, for longer
 * than its lease, and continued when the other one leads: the target refuses the write, be it the
 * resource, the catalog or the topology. All its clusters at once: each at a write of its own.
 */
@Tag("long")
class StoppedLeaderTest {
  @RegisterExtension static final PostgresExtension POSTGRES = PostgresExtension.shared();
  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.shared();
  @RegisterExtension static final KubernetesExtension KUBERNETES = KubernetesExtension.shared();

  private static final int MOST_WRITES = 12;
  // By the version that was read, by the catalog's position, or by its fence.
  private static final String REFUSED =
      "REFUSED (409|.*CatalogException: C(5|12): .*|.*TopoException: .*[(]T7[)])";

  @TempDir Path folder;
  private final Map<Integer, StoppedCluster> clusters = new TreeMap<>();

  @AfterEach
  void tidy() {
    clusters.values().forEach(StoppedCluster::close);
  }

  @ParameterizedTest
  @EnumSource(Authority.class)
  void itsLateWriteIsRefusedByEachTargetWhicheverItIs(Authority authority) throws IOException {
    List<String> each = IntStream.rangeClosed(1, MOST_WRITES).mapToObj(n -> ":" + n).toList();
    Map<Integer, String> late = lateWrites(authority, each);
    assertThat(late.values())
        .as("to each target")
        .anyMatch(write -> write.startsWith("CatalogStore "))
        .anyMatch(write -> write.startsWith("TopoStore commit"))
        .anyMatch(write -> write.endsWith("/multigresclusters/" + BridgeStage.NAME))
        .anyMatch(write -> write.endsWith("/status"));
    assertThat(late.size()).as("writes: %s", late).isBetween(8, MOST_WRITES - 1);
    assertThat(late.keySet()).as("all of them").allMatch(number -> number < late.size());
  }

  /** Which writes came late, by the numbers of their clusters. */
  private Map<Integer, String> lateWrites(Authority authority, List<String> before)
      throws IOException {
    List<LeadingBridges.Order> orders = new ArrayList<>();
    for (String write : before) {
      orders.add(prepare(orders.size(), authority, write));
    }
    Path kubeconfig = folder.resolve("0").resolve("kubeconfig");
    String password = POSTGRES.server().password();
    Path log = folder.resolve("first.log");
    try (LeadingProcess first = LeadingProcess.start(kubeconfig, password, orders, log)) {
      Map<Integer, String> late = first.awaitWrites(orders.size());
      first.stop();
      late.keySet().forEach(number -> cluster(number).takeOver());
      Map<Integer, String> standing = new TreeMap<>();
      late.keySet().forEach(number -> standing.put(number, cluster(number).everything()));
      first.goOn();
      late.forEach(
          (number, write) -> {
            assertThat(first.awaitAnswer(number)).as(write).matches(REFUSED);
            assertThat(cluster(number).everything())
                .as("after %s", write)
                .isEqualTo(standing.get(number));
          });
      return late;
    }
  }

  private StoppedCluster cluster(int number) {
    return Objects.requireNonNull(clusters.get(number));
  }

  private LeadingBridges.Order prepare(int number, Authority authority, String before)
      throws IOException {
    PostgresDatabase database = POSTGRES.freshDatabase();
    String topology = ETCD.freshRoot().uri() + "/global";
    String namespace = KUBERNETES.freshNamespace().name();
    Path own = Files.createDirectory(folder.resolve("" + number));
    BridgeStage stage = new BridgeStage(KUBERNETES.server(), namespace, database, topology, own);
    clusters.put(number, StoppedCluster.prepare(stage, authority));
    String catalog = new PostgresStores(database).catalog();
    return new LeadingBridges.Order(number, namespace, catalog, topology, before);
  }
}
