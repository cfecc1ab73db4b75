package com.multigres.meta.k8s.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.cluster.plan.DeletionPolicy;
import com.multigres.meta.k8s.catalog.Clusters;
import com.multigres.meta.k8s.lease.LeaseTimes;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.Database;
import com.multigres.meta.model.component.DatabaseRecord;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testservers.kubernetes.KubernetesExtension;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topology.RecordEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The bridge beside an operator that writes status, finalizer and records of the same cluster. */
class BesideAnOperatorTest {
  @RegisterExtension static final KubernetesExtension KUBERNETES = KubernetesExtension.shared();

  private static final BridgeOptions OPTIONS =
      new BridgeOptions(
          "test",
          DeletionPolicy.DELETE,
          Duration.ofMinutes(10),
          Duration.ofSeconds(20),
          new LeaseTimes(Duration.ofSeconds(15), Duration.ofMillis(300)));

  @Test
  void bothComeToRestAfterAFewRandomChanges() {
    changeAtRandom(Duration.ofSeconds(2));
  }

  @Test
  @Tag("long")
  void bothComeToRestAfterAMinuteOfRandomChanges() {
    changeAtRandom(Duration.ofMinutes(1));
  }

  private static void changeAtRandom(Duration time) {
    Random random = new Random(Long.getLong("multigres.testkit.seed", System.nanoTime()));
    long seed = random.nextLong();
    random.setSeed(seed);
    Map<String, Integer> written = new ConcurrentHashMap<>();
    Map<String, Integer> allowed = new HashMap<>(); // what is put back is written again
    try (BridgeCase some = cluster();
        Watch watch = some.global.databases().watch(event -> count(event, written));
        StandInOperator operator = StandInOperator.start(some);
        ClusterBridge bridge = ClusterBridge.start(some.parts(), OPTIONS, report -> {})) {
      assertThat(watch).isNotNull();
      assertThat(bridge).isNotNull();
      awaitInStep(some);
      long end = System.nanoTime() + time.toNanos();
      int made = 0;
      while (System.nanoTime() < end || made < 3) {
        made += change(some, random, made, allowed);
        // One change after the other: then none is passed over, and each is to be seen once.
        awaitInStep(some);
      }
      assertAtRest(some, operator, seed);
      written.forEach(
          (name, times) ->
              assertThat(times)
                  .as("writes of the record of %s, seed %s", name, seed)
                  .isBetween(1, 1 + allowed.getOrDefault(name, 0)));
      assertThat(written).as("seed %s", seed).hasSizeGreaterThanOrEqualTo(made);
      assertThat(WorkCase.condition(some, Conditions.RESOURCE_CONTENDED)).isEmpty();
      assertThat(WorkCase.condition(some, Conditions.TOPOLOGY_CONTENDED)).isEmpty();
    }
  }

  private static BridgeCase cluster() {
    return new BridgeCase(
        KUBERNETES.server(),
        KUBERNETES.freshNamespace().name(),
        Clusters.manifest("multigrescluster-crd.yaml"),
        "[{\"name\":\"postgres\",\"default\":true}]");
  }

  private static void count(RecordEvent<DatabaseRecord> event, Map<String, Integer> written) {
    if (event instanceof RecordEvent.Present<DatabaseRecord> present) {
      written.merge(present.entry().record().name(), 1, Integer::sum);
    }
  }

  /** A database is made, dropped, or taken out of the resource by hand; how many were made. */
  private static int change(
      BridgeCase some, Random random, int made, Map<String, Integer> allowed) {
    List<String> names =
        some.catalogs.read().catalog().databases().stream()
            .filter(database -> !database.isDefault() && !database.isDropping())
            .map(Database::name)
            .toList();
    int kind = names.isEmpty() || made < 2 ? 0 : random.nextInt(3);
    if (kind == 0) {
      some.apply(CreateDatabase.named("db" + made));
      return 1;
    }
    String name = names.get(random.nextInt(names.size()));
    // Who undoes the same three times within a minute is left alone for a while, rightly.
    if (kind == 1 || allowed.getOrDefault(name, 0) >= 2) {
      try {
        some.apply(new DropDatabase(name, false));
      } catch (CatalogException gone) {
        assertThat(gone.code()).isEqualTo(CatalogException.Code.NOT_FOUND);
      }
    } else {
      takeOut(some, name);
      allowed.merge(name, 1, Integer::sum);
    }
    return 0;
  }

  private static void takeOut(BridgeCase some, String database) {
    some.clusters.edit(
        some.name,
        tree -> {
          ArrayNode list = (ArrayNode) tree.path("spec").path("databases");
          int place = BridgeCase.names(list).indexOf(database);
          if (place >= 0) {
            list.remove(place);
          }
        });
  }

  /** Catalog, resource and topology say the same. */
  private static void awaitInStep(BridgeCase some) {
    Patience.eventually()
        .untilAsserted(
            () -> {
              TreeSet<String> wanted = new TreeSet<>();
              some.catalogs.read().catalog().databases().forEach(db -> wanted.add(db.name()));
              assertThat(new TreeSet<>(some.listed())).isEqualTo(wanted);
              assertThat(new TreeSet<>(some.records())).isEqualTo(wanted);
              assertThat(WorkCase.condition(some, Conditions.SYNCED)).startsWith("True InSync");
            });
  }

  /** While the operator looks twenty times more, nobody writes anything. */
  private static void assertAtRest(BridgeCase some, StandInOperator operator, long seed) {
    Patience.eventually()
        .untilAsserted(
            () -> {
              String before = some.clusters.read(some.name).toString();
              int written = operator.writes();
              int passes = operator.passes();
              Patience.eventually().until(() -> operator.passes() > passes + 20);
              assertThat(some.clusters.read(some.name).toString())
                  .as("seed %s", seed)
                  .isEqualTo(before);
              assertThat(operator.writes()).as("seed %s", seed).isEqualTo(written);
            });
  }
}
