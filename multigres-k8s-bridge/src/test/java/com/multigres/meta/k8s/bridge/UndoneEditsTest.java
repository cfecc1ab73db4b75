package com.multigres.meta.k8s.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.multigres.meta.cluster.bridge.BridgeReport;
import com.multigres.meta.cluster.bridge.BridgeSettings;
import com.multigres.meta.cluster.plan.BridgePolicy;
import com.multigres.meta.cluster.plan.DeletionPolicy;
import com.multigres.meta.k8s.catalog.Clusters;
import com.multigres.meta.model.Authority;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.ForgetDatabase;
import com.multigres.meta.model.CatalogChange.SetAuthority;
import com.multigres.meta.testservers.kubernetes.KubernetesExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Under MERGE, what one side undoes after the other had it, and a leader died before he noted that
 * both had, is carried to the other or told: it is never put back without a word.
 */
class UndoneEditsTest {
  @RegisterExtension static final KubernetesExtension KUBERNETES = KubernetesExtension.shared();

  private static final long FIRST = 5;
  private static final BridgePolicy DELETING =
      BridgePolicy.STANDARD.deleting(DeletionPolicy.DELETE);

  private static BridgeCase merging() {
    BridgeCase some =
        new BridgeCase(
            KUBERNETES.server(),
            KUBERNETES.freshNamespace().name(),
            Clusters.manifest("multigrescluster-crd.yaml"),
            "[{\"name\":\"postgres\",\"default\":true}]");
    some.run();
    some.apply(new SetAuthority(Authority.MERGE));
    some.run();
    return some;
  }

  private static boolean inCatalog(BridgeCase some) {
    return some.catalogs.read().catalog().database("db1").isPresent();
  }

  private static void list(BridgeCase some) {
    some.clusters.edit(
        some.name,
        tree ->
            ((ArrayNode) tree.path("spec").path("databases"))
                .add(Clusters.json("{\"name\":\"db1\"}")));
  }

  private static void takeOut(BridgeCase some) {
    some.clusters.edit(
        some.name,
        tree -> {
          ArrayNode list = (ArrayNode) tree.path("spec").path("databases");
          list.remove(BridgeCase.names(list).indexOf("db1"));
        });
  }

  private static void forget(BridgeCase some) {
    some.apply(new DropDatabase("db1", false), new ForgetDatabase("db1", false));
  }

  @Test
  void whatTheCatalogTookBackLeavesTheResourceThatItCameFrom() {
    Gate afterAdoption = new Gate(1, Gate.What.DIE_AFTER, "apply"::equals);
    assertThat(dieAndUndo(afterAdoption, true)).as("there was something to undo").isTrue();
  }

  @Test
  void whatTheResourceTookBackLeavesTheCatalogThatItCameFrom() {
    // The first such write raises the fence.
    Gate afterCarrying = new Gate(2, Gate.What.DIE_AFTER, UndoneEditsTest::isOfTheResource);
    assertThat(dieAndUndo(afterCarrying, false)).as("there was something to undo").isTrue();
  }

  private static boolean isOfTheResource(String write) {
    return write.startsWith("PATCH ")
        && write.contains("/multigresclusters/")
        && !write.contains("/status");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Tag("long")
  void whereverTheLeaderDied(boolean listed) {
    int undone = 0;
    Gate gate;
    int write = 0;
    do {
      write++;
      gate = new Gate(write, Gate.What.DIE_AFTER);
      undone += dieAndUndo(gate, listed) ? 1 : 0;
    } while (gate.writes() == write);
    assertThat(undone).isGreaterThan(3);
  }

  /** Whether both sides had it when the leader died. */
  private static boolean dieAndUndo(Gate gate, boolean listed) {
    try (BridgeCase some = merging()) {
      if (listed) {
        list(some);
      } else {
        some.apply(CreateDatabase.named("db1"));
      }
      runToItsEnd(some, gate);
      boolean both = inCatalog(some) && some.listed().contains("db1");
      if (both) {
        if (listed) {
          forget(some);
        } else {
          takeOut(some);
        }
        assertUndone(some, gate.writes());
      }
      return both;
    }
  }

  private static void runToItsEnd(BridgeCase some, Gate gate) {
    try (WorkCase killed = new WorkCase(KUBERNETES.server(), some, FIRST, gate)) {
      killed.run();
    } catch (Gate.Died | RuntimeException end) {
      assertThat(end).isNotNull();
    }
  }

  private static void assertUndone(BridgeCase some, int write) {
    BridgeReport report =
        some.runner(BridgeSettings.STANDARD.with(DELETING).leading(FIRST + 1)).runOnce();
    if (!BridgeCase.kinds(report).contains("CONFLICT db1")) {
      assertThat(inCatalog(some)).as("in the catalog, died at write %s", write).isFalse();
      assertThat(some.listed()).as("died at write %s", write).containsExactly("postgres");
    }
  }
}
