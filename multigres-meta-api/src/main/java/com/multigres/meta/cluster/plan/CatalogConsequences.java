package com.multigres.meta.cluster.plan;

import com.multigres.meta.cluster.ShardServers;
import com.multigres.meta.cluster.ShardSettling;
import com.multigres.meta.cluster.ShardSettling.Step;
import com.multigres.meta.cluster.plan.AppliedState.RetainedEntry;
import com.multigres.meta.cluster.plan.BridgeAction.ChangeCatalog;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.ForgetDatabase;
import com.multigres.meta.model.CatalogChange.ForgetTableGroup;
import com.multigres.meta.model.Database;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.TableGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the catalog learns from copies and components: shards that serve, drops that are done. */
final class CatalogConsequences {
  private final BridgeInput input;
  private final ShardServers servers;
  private final List<BridgeAction> actions = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

  private CatalogConsequences(BridgeInput input) {
    this.input = input;
    servers = input.servers();
  }

  static BridgePlan of(BridgeInput input) {
    CatalogConsequences consequences = new CatalogConsequences(input);
    consequences.settle();
    consequences.forget();
    return new BridgePlan(consequences.actions, consequences.findings);
  }

  private void settle() {
    for (Step step : ShardSettling.steps(input.catalog().catalog(), servers)) {
      if (!step.forgets() || isGone(pathOf(step.shard()))) {
        actions.add(new ChangeCatalog(step.change(), step.reason()));
      }
    }
  }

  private void forget() {
    for (Database database : input.catalog().catalog().databases()) {
      EntryPath path = EntryPath.of(database.externalName());
      if (database.isDropping()) {
        forget(path, database.id(), new ForgetDatabase(database.name(), true));
        continue;
      }
      for (TableGroup group : database.tableGroups()) {
        if (group.isDropping()) {
          EntryPath below = EntryPath.of(database.externalName(), group.externalName());
          forget(below, group.id(), new ForgetTableGroup(database.name(), group.name(), true));
        }
      }
    }
  }

  private void forget(EntryPath path, long id, CatalogChange change) {
    if (!isGone(path)) {
      return;
    }
    if (isRetained(path, id)) {
      actions.add(new ChangeCatalog(change, "it was dropped, and its copies are retained"));
    } else if (servers.mayBeLive(path::covers) && !input.policy().insist().contains(path)) {
      findings.add(
          new Finding(
              Finding.Kind.STILL_SERVED,
              Place.CATALOG,
              path,
              "DROPPING",
              "",
              path + " was dropped, but poolers are registered for it, or may be"));
    } else {
      actions.add(new ChangeCatalog(change, "it was dropped, and its copies are gone"));
    }
  }

  /** Whether no copy has an entry of it: what is retained is its own, or that of another. */
  private boolean isGone(EntryPath path) {
    return input.copies().stream()
        .allMatch(
            copy -> !copy.copy().entries().containsKey(path) || retained(copy, path).isPresent());
  }

  private boolean isRetained(EntryPath path, long id) {
    return input.copies().stream()
        .anyMatch(copy -> retained(copy, path).filter(entry -> entry.id() == id).isPresent());
  }

  private static Optional<RetainedEntry> retained(CopyInput copy, EntryPath path) {
    return copy.copy().applied().map(applied -> applied.retained().get(path));
  }

  private static EntryPath pathOf(ShardKey key) {
    return EntryPath.of(key.database(), key.tableGroup(), key.shard());
  }
}
