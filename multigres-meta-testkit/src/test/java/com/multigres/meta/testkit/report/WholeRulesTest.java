package com.multigres.meta.testkit.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.topo.Capability;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A store is not said to keep a rule that is a capability which it lacks. */
class WholeRulesTest {
  /** The rules that a store without the capability cannot keep, whatever its tests say. */
  private static Set<String> rulesOf(Capability capability) {
    return switch (capability) {
      case LINEARIZABLE_READS -> Set.of("T5");
      case ATOMIC_BATCH -> Set.of("T10");
      case LOCKS -> Set.of("T22", "T23", "T24", "T25", "T26", "T27");
      // T6 says more of lists, T11 of outcomes and T23 of tokens than this.
      case SNAPSHOT_LIST, DURABLE_FAILOVER, GUARDED_WRITES -> Set.of();
    };
  }

  private static Set<String> rulesOf(CatalogCapability capability) {
    return switch (capability) {
      case HISTORY -> Set.of("C8");
      case GAPLESS_SUBSCRIPTION -> Set.of("C7");
      case LINEARIZABLE_READS -> Set.of("C6");
      case STANDBY_READS -> Set.of("P6");
      case DURABLE_FAILOVER -> Set.of("P8");
      // C3 and C10 say more of changes and of names than this.
      case SHARD_STATES, PENDING_SHARDS, TABLE_PLACEMENT, ANY_NAME -> Set.of();
    };
  }

  @Test
  void theMatrixKnowsEachOfThem() {
    Map<String, String> expected = new TreeMap<>();
    for (Capability capability : Capability.values()) {
      rulesOf(capability).forEach(rule -> expected.put(rule, capability.name()));
    }
    for (CatalogCapability capability : CatalogCapability.values()) {
      rulesOf(capability).forEach(rule -> expected.put(rule, capability.name()));
    }
    Map<String, String> known = new TreeMap<>();
    Stream.of("T", "C", "P")
        .flatMap(kind -> IntStream.rangeClosed(1, 99).mapToObj(number -> kind + number))
        .forEach(rule -> RuleTitles.needs(rule).ifPresent(needed -> known.put(rule, needed)));
    assertThat(known).isEqualTo(expected);
  }
}
