package com.multigres.meta.benchmarks;

import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.cluster.ShardServers;
import com.multigres.meta.cluster.plan.AppliedState;
import com.multigres.meta.cluster.plan.AppliedState.BaseEntry;
import com.multigres.meta.cluster.plan.BridgeInput;
import com.multigres.meta.cluster.plan.BridgePlan;
import com.multigres.meta.cluster.plan.BridgePlanner;
import com.multigres.meta.cluster.plan.BridgePolicy;
import com.multigres.meta.cluster.plan.CopyInput;
import com.multigres.meta.cluster.plan.CopySnapshot;
import com.multigres.meta.cluster.plan.DesiredEntry;
import com.multigres.meta.cluster.plan.EntryPath;
import com.multigres.meta.cluster.plan.Place;
import com.multigres.meta.cluster.plan.WriteScope;
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
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a bridge pays for a look at 10,000 databases of which none differs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BridgePlanBenchmark {
  private static final int DATABASES = 10_000;

  /** Who decides. */
  @Param({"CATALOG", "KUBERNETES", "MERGE"})
  public Authority authority = Authority.CATALOG;

  private BridgeInput input =
      new BridgeInput(
          new CatalogSnapshot(Catalog.initial(), position(), Duration.ZERO),
          List.of(),
          ShardServers.of(List.of()),
          BridgePolicy.STANDARD);

  private static Position position() {
    return new Position(9, new ChangeId("now"));
  }

  /** Makes catalog, copy and merge base, each with names of its own. */
  @Setup
  public void build() {
    Catalog catalog = catalog();
    SortedMap<EntryPath, String> entries = new TreeMap<>();
    SortedMap<EntryPath, BaseEntry> base = new TreeMap<>();
    for (DesiredEntry entry : CatalogEntries.of(catalog).values()) {
      EntryPath path = EntryPath.of(entry.path().names().toArray(String[]::new));
      entries.put(path, entry.content());
      base.put(path, new BaseEntry(entry.id(), entry.name(), entry.content()));
    }
    AppliedState applied = new AppliedState(position(), base, new TreeMap<>());
    CopyInput copy =
        new CopyInput(
            new CopySnapshot(Place.KUBERNETES, entries, Optional.of(applied)),
            CatalogEntries.of(catalog),
            true,
            Set.of(),
            new WriteScope.All(),
            authority != Authority.CATALOG);
    input =
        new BridgeInput(
            new CatalogSnapshot(catalog, position(), Duration.ZERO),
            List.of(copy),
            ShardServers.of(List.of()),
            BridgePolicy.STANDARD);
    if (!plan().isDone() || !plan().findings().isEmpty()) {
      throw new IllegalStateException("nothing was to differ: " + plan());
    }
  }

  private Catalog catalog() {
    CatalogBuilder rows = Catalog.builder();
    long id = 1;
    for (int i = 0; i < DATABASES; i++) {
      String name = LargeCatalog.databaseName(i);
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

  /**
   * One plan.
   *
   * @return the plan, which has nothing to do
   */
  @Benchmark
  public BridgePlan plan() {
    return BridgePlanner.plan(input);
  }
}
