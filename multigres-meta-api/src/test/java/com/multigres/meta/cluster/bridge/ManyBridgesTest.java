package com.multigres.meta.cluster.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.cluster.ClusterInitializer;
import com.multigres.meta.cluster.TestCluster;
import com.multigres.meta.cluster.plan.BridgePolicy;
import com.multigres.meta.cluster.plan.DeletionPolicy;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.Database;
import com.multigres.meta.model.component.DatabaseRecord;
import com.multigres.meta.topo.TopoPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several bridges at work on one cluster, while the catalog changes, end in step. */
class ManyBridgesTest {
  private static final int BRIDGES = 3;
  private static final int CHANGES = 150;
  private static final int NAMES = 8;
  private static final BridgeSettings DELETING =
      BridgeSettings.STANDARD.with(BridgePolicy.STANDARD.deleting(DeletionPolicy.DELETE).confirm());

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theyEndInStep(long seed) throws Exception {
    try (TestCluster cluster = new TestCluster();
        TestCluster.Client client = cluster.start()) {
      new ClusterInitializer(client.global, TopoPath.parse("/multigres/c1/global"))
          .initialise(TestCluster.spec("a"));
      client.catalogs.initialise();
      ExecutorService threads = Executors.newFixedThreadPool(BRIDGES);
      AtomicBoolean changing = new AtomicBoolean(true);
      try {
        List<Future<Integer>> bridges = new ArrayList<>();
        for (int i = 0; i < BRIDGES; i++) {
          bridges.add(threads.submit(() -> runWhile(cluster, changing)));
        }
        change(client, new Random(seed));
        changing.set(false);
        for (Future<Integer> bridge : bridges) {
          assertThat(bridge.get()).as("seed %d: runs", seed).isPositive();
        }
      } finally {
        changing.set(false);
        threads.shutdownNow();
      }
      client.bridge(DELETING).runOnce();
      assertThat(records(client)).as("seed %d", seed).isEqualTo(databases(client));
      assertThat(client.bridge(DELETING).plan().findings()).isEmpty();
    }
  }

  private static int runWhile(TestCluster cluster, AtomicBoolean changing) {
    try (TestCluster.Client client = cluster.start()) {
      BridgeRunner runner = client.bridge(DELETING);
      int runs = 0;
      while (changing.get() || runs == 0) {
        runner.runOnce();
        runs++;
      }
      return runs;
    }
  }

  private static void change(TestCluster.Client client, Random random) {
    for (int i = 0; i < CHANGES; i++) {
      String name = "db" + random.nextInt(NAMES);
      Optional<Database> standing = client.catalogs.read().catalog().database(name);
      if (standing.isEmpty()) {
        apply(client, CreateDatabase.named(name));
      } else if (!standing.get().isDropping()) {
        apply(client, new DropDatabase(name, true));
      }
    }
  }

  private static void apply(TestCluster.Client client, CatalogChange change) {
    client.catalogs.apply(List.of(change), ApplyOptions.none());
  }

  private static List<String> records(TestCluster.Client client) {
    return client.global.databases().list().records().stream()
        .map(DatabaseRecord::name)
        .sorted()
        .toList();
  }

  private static List<String> databases(TestCluster.Client client) {
    return client.catalogs.read().catalog().databases().stream()
        .map(Database::externalName)
        .sorted()
        .toList();
  }
}
