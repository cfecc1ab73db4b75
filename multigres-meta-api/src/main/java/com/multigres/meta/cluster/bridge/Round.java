package com.multigres.meta.cluster.bridge;

import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.HistoryEntry;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.catalog.ReadOptions;
import com.multigres.meta.cluster.ClusterException;
import com.multigres.meta.cluster.ShardServers;
import com.multigres.meta.cluster.plan.AppliedState;
import com.multigres.meta.cluster.plan.BridgeInput;
import com.multigres.meta.cluster.plan.BridgePlan;
import com.multigres.meta.cluster.plan.BridgePlanner;
import com.multigres.meta.cluster.plan.BridgePolicy;
import com.multigres.meta.cluster.plan.CopyInput;
import com.multigres.meta.cluster.plan.CopySnapshot;
import com.multigres.meta.cluster.plan.DesiredEntry;
import com.multigres.meta.cluster.plan.EntryPath;
import com.multigres.meta.cluster.plan.Place;
import com.multigres.meta.cluster.plan.RecordedDrops;
import com.multigres.meta.cluster.plan.UnnotedAdoptions;
import com.multigres.meta.model.Authority;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.Database;
import com.multigres.meta.model.TableGroup;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One look at everything, and the plan that follows from it.
 *
 * @param catalog the catalog
 * @param copies the copies
 * @param plan what is to be done
 * @param unread the copies that could not be read
 */
record Round(CatalogSnapshot catalog, List<Copy> copies, BridgePlan plan, List<Unread> unread) {
  private static final int PAGE = 1_000;
  private static final int MOST_ENTRIES = 100_000;

  /** A copy that could not be read, and why. */
  record Unread(BridgeTarget target, RuntimeException failure) {}

  /** A copy as it was read, and what the planner was told of it. */
  record Copy(BridgeTarget.Reading reading, CopyInput input) {}

  /**
   * Reads the copies before the catalog: what a copy was made from is then never newer than the
   * catalog that it is compared with.
   *
   * @param missing copies that are left out, as they could not be read before
   * @param partly whether those copies will do that can be read
   */
  static Round read(
      CatalogStore catalogs,
      List<BridgeTarget> targets,
      Supplier<ShardServers> servers,
      Function<Position, BridgePolicy> policies,
      String author,
      List<Unread> missing,
      boolean partly) {
    List<Unread> unread = new ArrayList<>(missing);
    List<BridgeTarget> others = new ArrayList<>(targets);
    missing.forEach(one -> others.remove(one.target()));
    List<BridgeTarget.Reading> readings = new ArrayList<>();
    for (BridgeTarget target : others) {
      try {
        readings.add(target.read());
      } catch (RuntimeException failed) {
        if (!partly || failed instanceof ClusterException) {
          throw failed;
        }
        unread.add(new Unread(target, failed));
      }
    }
    CatalogSnapshot catalog = catalogs.read();
    List<Copy> copies = new ArrayList<>();
    for (BridgeTarget.Reading reading : readings) {
      copies.add(new Copy(reading, input(catalogs, catalog, reading, author)));
    }
    List<CopyInput> inputs = copies.stream().map(Copy::input).toList();
    BridgePolicy policy = policies.apply(catalog.position());
    return new Round(catalog, copies, plan(catalog, inputs, servers, policy, unread), unread);
  }

  private static BridgePlan plan(
      CatalogSnapshot catalog,
      List<CopyInput> inputs,
      Supplier<ShardServers> servers,
      BridgePolicy policy,
      List<Unread> unread) {
    if (unread.isEmpty()) {
      return BridgePlanner.plan(new BridgeInput(catalog, inputs, servers.get(), policy));
    }
    // Who serves what is known to the topology, too.
    ShardServers unknown = ShardServers.partly(List.of());
    return BridgePlanner.planSome(new BridgeInput(catalog, inputs, unknown, policy));
  }

  private static CopyInput input(
      CatalogStore catalogs, CatalogSnapshot catalog, BridgeTarget.Reading reading, String author) {
    CopySnapshot copy = reading.snapshot();
    SortedMap<EntryPath, DesiredEntry> desired = reading.desired(catalog.catalog());
    Optional<AppliedState> applied = copy.applied();
    boolean intact =
        applied.isEmpty() || isKnown(catalogs, catalog.position(), applied.get().position());
    boolean edited =
        copy.place() == Place.KUBERNETES && catalog.catalog().authority() != Authority.CATALOG;
    if (edited && intact && applied.isPresent() && differs(copy, desired)) {
      Optional<UnnotedAdoptions.Agreed> agreed =
          adopted(catalogs, catalog.position(), applied.get(), author);
      return agreed
          .map(
              known ->
                  new CopyInput(
                      new CopySnapshot(copy.place(), copy.entries(), Optional.of(known.applied())),
                      desired,
                      true,
                      known.recordedDrops(),
                      reading.scope(),
                      true))
          .orElseGet(() -> new CopyInput(copy, desired, false, Set.of(), reading.scope(), true));
    }
    Set<Long> drops =
        applied.isPresent() && intact ? recordedDrops(catalogs, catalog, applied.get()) : Set.of();
    return new CopyInput(copy, desired, intact, drops, reading.scope(), edited);
  }

  private static boolean differs(CopySnapshot copy, SortedMap<EntryPath, DesiredEntry> desired) {
    return !copy.entries().keySet().equals(desired.keySet())
        || desired.values().stream()
            .anyMatch(
                entry ->
                    entry.dropping() || !entry.content().equals(copy.entries().get(entry.path())));
  }

  /** Empty where the log that would tell does not reach back so far. */
  private static Optional<UnnotedAdoptions.Agreed> adopted(
      CatalogStore catalogs, Position now, AppliedState applied, String author) {
    if (applied.position().equals(now)
        || !catalogs.capabilities().contains(CatalogCapability.HISTORY)) {
      return Optional.of(new UnnotedAdoptions.Agreed(applied, Set.of()));
    }
    List<HistoryEntry> log = log(catalogs, now, applied.position());
    long reaches =
        log.stream().mapToLong(entry -> entry.position().generation()).min().orElse(Long.MAX_VALUE);
    if (reaches > applied.position().generation() + 1) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          UnnotedAdoptions.since(
              applied, log, author, generation -> catalogs.readAt(generation).catalog()));
    } catch (CatalogException e) {
      if (e.code() == CatalogException.Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static boolean isKnown(CatalogStore catalogs, Position now, Position then) {
    if (then.generation() >= now.generation()) {
      return then.equals(now);
    }
    try {
      catalogs.read(ReadOptions.primary().atLeast(then));
      return true;
    } catch (CatalogException e) {
      if (e.code() == CatalogException.Code.LOST_HISTORY) {
        return false;
      }
      throw e;
    }
  }

  /** Only asked where something is missing that the copy has: the log may be long. */
  private static Set<Long> recordedDrops(
      CatalogStore catalogs, CatalogSnapshot catalog, AppliedState applied) {
    boolean missing = !idsOf(catalog.catalog()).containsAll(idsOf(applied));
    return missing
        ? RecordedDrops.since(applied, log(catalogs, catalog.position(), applied.position()))
        : Set.of();
  }

  private static Set<Long> idsOf(AppliedState applied) {
    Set<Long> ids = new HashSet<>();
    applied.base().values().forEach(entry -> ids.add(entry.id()));
    return ids;
  }

  private static Set<Long> idsOf(Catalog catalog) {
    Set<Long> ids = new HashSet<>();
    for (Database database : catalog.databases()) {
      ids.add(database.id());
      for (TableGroup group : database.tableGroups()) {
        ids.add(group.id());
        group.shards().forEach(shard -> ids.add(shard.id()));
      }
    }
    return ids;
  }

  private static List<HistoryEntry> log(CatalogStore catalogs, Position to, Position from) {
    List<HistoryEntry> log = new ArrayList<>();
    long before = to.generation() + 1;
    while (before > from.generation() + 1 && log.size() < MOST_ENTRIES) {
      List<HistoryEntry> page = catalogs.history(before, PAGE);
      if (page.isEmpty()) {
        break;
      }
      log.addAll(page);
      before = page.get(page.size() - 1).position().generation();
    }
    return log;
  }
}
