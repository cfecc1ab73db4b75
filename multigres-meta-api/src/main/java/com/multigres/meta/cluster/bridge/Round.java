package com.multigres.meta.cluster.bridge;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.HistoryEntry;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.catalog.ReadOptions;
import com.multigres.meta.cluster.ShardServers;
import com.multigres.meta.cluster.plan.AppliedState;
import com.multigres.meta.cluster.plan.BridgeInput;
import com.multigres.meta.cluster.plan.BridgePlan;
import com.multigres.meta.cluster.plan.BridgePlanner;
import com.multigres.meta.cluster.plan.BridgePolicy;
import com.multigres.meta.cluster.plan.CopyInput;
import com.multigres.meta.cluster.plan.CopySnapshot;
import com.multigres.meta.cluster.plan.Place;
import com.multigres.meta.cluster.plan.RecordedDrops;
import com.multigres.meta.model.Authority;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.Database;
import com.multigres.meta.model.TableGroup;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One look at everything, and the plan that follows from it.
 *
 * @param catalog the catalog
 * @param copies the copies
 * @param plan what is to be done
 */
record Round(CatalogSnapshot catalog, List<Copy> copies, BridgePlan plan) {
  private static final int PAGE = 1_000;
  private static final int MOST_ENTRIES = 100_000;

  /** A copy as it was read, and what the planner was told of it. */
  record Copy(BridgeTarget.Reading reading, CopyInput input) {}

  /**
   * Reads the copies before the catalog: what a copy was made from is then never newer than the
   * catalog that it is compared with.
   */
  static Round read(
      CatalogStore catalogs,
      List<BridgeTarget> targets,
      ShardServers servers,
      Function<Position, BridgePolicy> policies) {
    List<BridgeTarget.Reading> readings = targets.stream().map(BridgeTarget::read).toList();
    CatalogSnapshot catalog = catalogs.read();
    List<Copy> copies = new ArrayList<>();
    for (BridgeTarget.Reading reading : readings) {
      copies.add(new Copy(reading, input(catalogs, catalog, reading)));
    }
    List<CopyInput> inputs = copies.stream().map(Copy::input).toList();
    BridgePolicy policy = policies.apply(catalog.position());
    BridgePlan plan = BridgePlanner.plan(new BridgeInput(catalog, inputs, servers, policy));
    return new Round(catalog, copies, plan);
  }

  private static CopyInput input(
      CatalogStore catalogs, CatalogSnapshot catalog, BridgeTarget.Reading reading) {
    CopySnapshot copy = reading.snapshot();
    Optional<AppliedState> applied = copy.applied();
    boolean intact =
        applied.isEmpty() || isKnown(catalogs, catalog.position(), applied.get().position());
    Set<Long> drops =
        applied.isPresent() && intact ? recordedDrops(catalogs, catalog, applied.get()) : Set.of();
    boolean edited =
        copy.place() == Place.KUBERNETES && catalog.catalog().authority() != Authority.CATALOG;
    return new CopyInput(
        copy, reading.desired(catalog.catalog()), intact, drops, reading.scope(), edited);
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
