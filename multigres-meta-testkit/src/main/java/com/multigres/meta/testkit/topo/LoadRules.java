package com.multigres.meta.testkit.topo;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.testkit.Rule;
import com.multigres.meta.testkit.Seed;
import com.multigres.meta.testkit.Together;
import com.multigres.meta.testkit.topo.internal.MixedLoad;
import com.multigres.meta.testkit.topo.internal.OrderWitness;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.WatchOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Everything at once, for a while (T5, T6, T8 to T10, T13, T19, T20, T22 to T24, T27, T28). */
interface LoadRules extends TopoFixture {
  /** How many threads. */
  int THREADS = 64;

  /** How many stores they share. */
  int CLIENTS = 8;

  @Test
  @Rule({"T5", "T6", "T8", "T9", "T10", "T13", "T19", "T20", "T22", "T23", "T24", "T27", "T28"})
  default void manyThreadsMixEverythingAndBreakNoRule() {
    mix(Duration.ofSeconds(2));
  }

  @Test
  @Tag("long")
  @Timeout(240)
  @Rule({"T5", "T6", "T8", "T9", "T10", "T13", "T19", "T20", "T22", "T23", "T24", "T27", "T28"})
  default void manyThreadsMixEverythingForAMinute() {
    mix(Duration.ofMinutes(1));
  }

  private void mix(Duration howLong) {
    long seed = Seed.of("a mixed load for " + howLong);
    List<TopoStore> clients = new ArrayList<>(List.of(store()));
    while (clients.size() < CLIENTS) {
      clients.add(another());
    }
    MixedLoad load = new MixedLoad(clients, ttl());
    List<OrderWitness> witnesses = new ArrayList<>();
    for (TopoStore client : clients) {
      OrderWitness witness = new OrderWitness();
      closing(client.watch(MixedLoad.COUNTERS, WatchOptions.tree(), witness));
      witnesses.add(witness);
    }
    long end = System.nanoTime() + howLong.toNanos();
    List<Long> done =
        Together.all(THREADS, number -> load.run(number, new Random(seed + number), end));
    LoggerFactory.getLogger(LoadRules.class).info("{} steps in {}", sum(done), howLong);
    load.checkEnd();
    List<Node> counters = store().list(MixedLoad.COUNTERS);
    witnesses.forEach(witness -> witness.await(counters));
    assertThat(store().list(MixedLoad.OWN)).as("nodes that were deleted or bound").isEmpty();
  }

  private static long sum(List<Long> steps) {
    return steps.stream().mapToLong(Long::longValue).sum();
  }
}
