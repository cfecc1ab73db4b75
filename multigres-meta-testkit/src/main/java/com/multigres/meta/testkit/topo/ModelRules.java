package com.multigres.meta.testkit.topo;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.testkit.Rule;
import com.multigres.meta.testkit.Seed;
import com.multigres.meta.testkit.topo.internal.RandomSteps;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topo.WatchOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Random steps, made here and on the store in memory: both must answer alike (T1 to T21). */
interface ModelRules extends TopoFixture {
  int STEPS = 400;

  @Test
  @Rule({"T1", "T3", "T6", "T7", "T8", "T10", "T12", "T21"})
  default void randomStepsHaveTheSameEffectAsOnTheReference() {
    long seed = Seed.of("random steps");
    TopoStore reference = closing(TopoStores.open("memory://model-" + UUID.randomUUID()));
    WatchRecorder watcher = watching(TopoPath.root());
    boolean batches = store().capabilities().has(Capability.ATOMIC_BATCH);
    RandomSteps here = new RandomSteps(new Random(seed), store(), batches, ttl());
    RandomSteps there = new RandomSteps(new Random(seed), reference, batches, ttl());
    List<String> done = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      String expected = there.step();
      assertThat(here.step())
          .as("step %s with seed %s, after %s", step, seed, done)
          .isEqualTo(expected);
      done.add(expected);
      if (done.size() > 12) {
        done.remove(0);
      }
    }
    assertThat(RandomSteps.show(store().list(TopoPath.root()), here))
        .isEqualTo(RandomSteps.show(reference.list(TopoPath.root()), there));
    watcher.awaitNodes(store().list(TopoPath.root()));
    here.closeSessions();
    there.closeSessions();
    WatchRecorder fresh = watching(store(), TopoPath.root(), WatchOptions.tree()).awaitInSync();
    watcher.awaitNodes(fresh.nodes());
  }
}
