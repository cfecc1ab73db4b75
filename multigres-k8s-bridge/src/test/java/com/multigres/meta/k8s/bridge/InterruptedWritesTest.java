package com.multigres.meta.k8s.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.multigres.meta.cluster.bridge.BridgeSettings;
import com.multigres.meta.k8s.catalog.Clusters;
import com.multigres.meta.model.Authority;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.SetAuthority;
import com.multigres.meta.testservers.kubernetes.KubernetesExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A bridge that is killed, or stopped and continued, at each of its writes in turn. */
class InterruptedWritesTest {
  @RegisterExtension static final KubernetesExtension KUBERNETES = KubernetesExtension.shared();

  private static final long FIRST = 5;

  private BridgeCase prepared(Authority authority) {
    BridgeCase some =
        new BridgeCase(
            KUBERNETES.server(),
            KUBERNETES.freshNamespace().name(),
            Clusters.manifest("multigrescluster-crd.yaml"),
            "[{\"name\":\"postgres\",\"default\":true}]");
    if (authority == Authority.CATALOG) {
      some.apply(CreateDatabase.named("db1"));
      return some;
    }
    some.run();
    some.apply(new SetAuthority(authority));
    some.run();
    some.clusters.edit(
        some.name,
        tree ->
            ((ArrayNode) tree.path("spec").path("databases"))
                .add(Clusters.json("{\"name\":\"db1\"}")));
    return some;
  }

  /** The next leader, with a process of its own. */
  private static void takeOver(BridgeCase some) {
    some.runner(BridgeSettings.STANDARD.leading(FIRST + 1)).runOnce();
  }

  private static void assertInStep(BridgeCase some) {
    assertThat(some.listed()).containsExactly("postgres", "db1");
    assertThat(some.records()).containsExactly("db1", "postgres");
    assertThat(some.catalogs.read().catalog().databases()).hasSize(2);
    assertThat(some.catalogs.history(1_000, 100))
        .filteredOn(entry -> entry.changes().stream().anyMatch(CreateDatabase.class::isInstance))
        .as("made once")
        .hasSize(1);
    assertThat(some.sideMap().path("data").path("state").asText())
        .contains(some.catalogs.read().position().toString());
    long fence = some.resource().read().fence();
    assertThat(some.runner(BridgeSettings.STANDARD.leading(fence)).runOnce().done()).isEmpty();
  }

  private static int writesOf(KubernetesExtension kubernetes, BridgeCase some) {
    Gate open = new Gate(0, Gate.What.DIE_BEFORE);
    try (some;
        WorkCase undisturbed = new WorkCase(kubernetes.server(), some, FIRST, open)) {
      undisturbed.run();
      assertInStep(some);
      return open.writes();
    }
  }

  private int writes(Authority authority) {
    int writes = writesOf(KUBERNETES, prepared(authority));
    assertThat(writes).as("writes of a run, fences and conditions included").isBetween(8, 20);
    return writes;
  }

  @Test
  void theNextCompletesWhatOneBeganThatWasKilled() {
    killAtEachWrite(Authority.CATALOG);
  }

  @Test
  @Tag("long")
  void theNextCompletesWhatOneBeganThatWasKilledWhereTheResourceDecides() {
    killAtEachWrite(Authority.KUBERNETES);
  }

  private void killAtEachWrite(Authority authority) {
    int writes = writes(authority);
    for (int write = 1; write <= writes; write++) {
      // One half of the writes was carried out and nobody heard of it, the other half never was.
      Gate gate = new Gate(write, write % 2 == 0 ? Gate.What.DIE_AFTER : Gate.What.DIE_BEFORE);
      try (BridgeCase some = prepared(authority)) {
        try (WorkCase killed = new WorkCase(KUBERNETES.server(), some, FIRST, gate)) {
          runToItsEnd(killed);
        }
        takeOver(some);
        assertInStep(some);
      }
    }
  }

  /** Who finds that all was done by then has nothing to complain of. */
  private static void runToItsEnd(WorkCase work) {
    try {
      work.run();
    } catch (Gate.Died | RuntimeException end) {
      assertThat(end).isNotNull();
    }
  }

  @Test
  void whoSleptAtAnyWriteUntilAnotherLedIsRefusedByEachTarget() throws InterruptedException {
    sleepAtEachWrite(Authority.KUBERNETES); // so that the catalog is one of three
  }

  @Test
  @Tag("long")
  void whoSleptAtAnyWriteIsRefusedWhereTheCatalogDecides() throws InterruptedException {
    sleepAtEachWrite(Authority.CATALOG);
  }

  private void sleepAtEachWrite(Authority authority) throws InterruptedException {
    int writes = writes(authority);
    for (int write = 1; write <= writes; write++) {
      Gate gate = new Gate(write, Gate.What.SLEEP);
      try (BridgeCase some = prepared(authority);
          WorkCase sleeper = new WorkCase(KUBERNETES.server(), some, FIRST, gate)) {
        Thread thread = new Thread(() -> runToItsEnd(sleeper), "sleeper");
        thread.start();
        assertThat(gate.awaitSleep(thread)).as("sleeps at write %s", write).isTrue();
        takeOver(some);
        String before = everything(some);
        sleeper.depose();
        gate.wake();
        thread.join();
        assertThat(everything(some)).as("after the late write %s", write).isEqualTo(before);
        assertThat(gate.refused()).as("the late write %s is refused", write).isTrue();
        assertInStep(some);
      }
    }
  }

  /** All that stands in the three targets, versions included. */
  private static String everything(BridgeCase some) {
    return some.clusters.read(some.name)
        + "\n"
        + some.sideMap()
        + "\n"
        + some.store.read(some.global.layout().databasesSideNode())
        + "\n"
        + some.global.databases().list().entries()
        + "\n"
        + some.catalogs.read().position();
  }
}
