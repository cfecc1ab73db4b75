package com.multigres.meta.testkit.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogEvent;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.testkit.Seed;
import com.multigres.meta.testkit.catalog.internal.RandomChanges;
import com.multigres.meta.testkit.catalog.internal.Recording;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Random changes, made here and on the store in memory: both must answer alike (C2 to C8). */
interface ModelRules extends CatalogFixture {
  /** How many changes are made. */
  int STEPS = 250;

  @Test
  @Rule({"C2", "C3", "C4", "C5", "C6", "C7", "C8"})
  default void randomChangesHaveTheSameEffectAsOnTheReference() {
    long seed = Seed.of("random changes");
    Recording told = new Recording();
    Position from = position();
    try (CatalogStore reference = CatalogStores.open("memory://model-" + UUID.randomUUID());
        Subscription running = store().subscribe(Optional.of(from), told)) {
      reference.initialise();
      RandomChanges here = new RandomChanges(new Random(seed), store());
      RandomChanges there = new RandomChanges(new Random(seed), reference, store().capabilities());
      Deque<String> done = new ArrayDeque<>();
      for (int step = 0; step < STEPS; step++) {
        String expected = there.step();
        assertThat(here.step())
            .as("step %s with seed %s, after %s", step, seed, done)
            .isEqualTo(expected);
        done.addLast(expected);
        if (done.size() > 8) {
          done.removeFirst();
        }
      }
      assertThat(store().read().catalog()).isEqualTo(reference.read().catalog());
      assertThat(store().check()).isEmpty();
      compareStories(reference, told);
      assertThat(running).isNotNull();
    }
  }

  private void compareStories(CatalogStore reference, Recording told) {
    Position last = position();
    List<CatalogEvent> events = last.generation() == 1 ? told.events() : told.await(last);
    if (has(CatalogCapability.GAPLESS_SUBSCRIPTION)) {
      assertThat(events).hasSize((int) last.generation() - 1);
    }
    if (has(CatalogCapability.HISTORY)) {
      assertThat(RandomChanges.show(store().history(Long.MAX_VALUE, STEPS + 1)))
          .isEqualTo(RandomChanges.show(reference.history(Long.MAX_VALUE, STEPS + 1)));
    }
  }
}
