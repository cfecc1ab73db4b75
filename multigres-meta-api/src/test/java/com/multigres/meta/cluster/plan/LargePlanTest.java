package com.multigres.meta.cluster.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.cluster.ShardServers;
import com.multigres.meta.cluster.plan.AppliedState.BaseEntry;
import com.multigres.meta.cluster.plan.edit.CatalogEntries;
import com.multigres.meta.model.Authority;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogBuilder;
import com.multigres.meta.model.KeyRange;
import com.multigres.meta.model.Shard;
import com.multigres.meta.model.ShardPlacement;
import com.multigres.meta.model.ShardState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A large cluster in which nothing happens. */
class LargePlanTest {
  private static final int DATABASES = 10_000;
  private static final Duration LIMIT = Duration.ofMillis(20);
  private static final int TRIES = 1_000;

  @ParameterizedTest
  @EnumSource(Authority.class)
  void tenThousandDatabasesWithoutADifferenceAreNoWorkAndSeenAtOnce(Authority authority) {
    BridgeInput input = input(authority);
    Duration best = Duration.ofDays(1);
    // The first tries run uncompiled, and a busy machine makes any of them late: one must be quick.
    for (int i = 0; i < TRIES && best.compareTo(LIMIT) >= 0; i++) {
      long begun = System.nanoTime();
      BridgePlan plan = BridgePlanner.plan(input);
      Duration taken = Duration.ofNanos(System.nanoTime() - begun);
      assertThat(plan.actions()).isEmpty();
      assertThat(plan.findings()).isEmpty();
      best = taken.compareTo(best) < 0 ? taken : best;
    }
    assertThat(best).isLessThan(LIMIT);
  }

  private static BridgeInput input(Authority authority) {
    Catalog catalog = catalog(authority);
    SortedMap<EntryPath, DesiredEntry> desired = CatalogEntries.of(catalog);
    SortedMap<EntryPath, String> entries = new TreeMap<>();
    SortedMap<EntryPath, BaseEntry> base = new TreeMap<>();
    for (DesiredEntry entry : desired.values()) {
      entries.put(entry.path(), entry.content());
      base.put(entry.path(), new BaseEntry(entry.id(), entry.name(), entry.content()));
    }
    AppliedState applied = new AppliedState(PlanCase.NOW, base, new TreeMap<>());
    CopyInput copy =
        new CopyInput(
            new CopySnapshot(Place.KUBERNETES, entries, Optional.of(applied)),
            desired,
            true,
            Set.of(),
            new WriteScope.All(),
            authority != Authority.CATALOG);
    return new BridgeInput(
        new CatalogSnapshot(catalog, PlanCase.NOW, Duration.ZERO),
        List.of(copy),
        ShardServers.of(List.of()),
        BridgePolicy.STANDARD);
  }

  private static Catalog catalog(Authority authority) {
    CatalogBuilder rows = Catalog.builder();
    long id = 1;
    for (int i = 0; i < DATABASES; i++) {
      String name = "db" + i;
      long database = id++;
      rows.database(database, name, name, i == 0, false);
      long group = id++;
      rows.tableGroup(database, group, "default", "default", true, false);
      rows.shard(
          group,
          new Shard(
              id++, "0-inf", "0-inf", KeyRange.full(), ShardPlacement.ACTIVE, ShardState.READY));
    }
    return rows.authority(authority).nextId(id).build();
  }
}
