package com.multigres.meta.cluster.plan;

import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.cluster.ShardServers;
import com.multigres.meta.cluster.plan.BridgeAction.Add;
import com.multigres.meta.cluster.plan.BridgeAction.ChangeCatalog;
import com.multigres.meta.cluster.plan.BridgeAction.Remove;
import com.multigres.meta.cluster.plan.BridgeAction.Update;
import com.multigres.meta.cluster.plan.edit.CatalogEntries;
import com.multigres.meta.model.Authority;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.ChangeResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** A catalog and a resource that people edit, and the bridge between them, without any store. */
final class EditedCase {
  private final SortedMap<EntryPath, String> resource = new TreeMap<>();
  private Catalog catalog = Catalog.initial();
  private long generation = 1;
  private Optional<AppliedState> applied = Optional.empty();
  private BridgePolicy policy = BridgePolicy.STANDARD.deleting(DeletionPolicy.DELETE);
  private boolean intact = true;

  /** In step, under an authority. */
  static EditedCase under(Authority authority) {
    EditedCase some = new EditedCase();
    some.run();
    some.change(new CatalogChange.SetAuthority(authority));
    some.run();
    return some;
  }

  Catalog catalog() {
    return catalog;
  }

  SortedMap<EntryPath, String> resource() {
    return resource;
  }

  EditedCase policy(BridgePolicy decided) {
    policy = decided;
    return this;
  }

  EditedCase withoutBase() {
    applied = Optional.empty();
    return this;
  }

  /** Whether the catalog took it. */
  boolean change(CatalogChange change) {
    ChangeResult result = catalog.apply(change);
    if (result instanceof ChangeResult.Changed changed) {
      catalog = changed.catalog();
      generation++;
    }
    return !(result instanceof ChangeResult.Refused);
  }

  EditedCase lists(String database) {
    resource.put(EntryPath.of(database), CatalogEntries.database(false));
    return lists(database, "default", true, "0-inf");
  }

  EditedCase lists(String database, String group, String... shards) {
    return lists(database, group, false, shards);
  }

  private EditedCase lists(String database, String group, boolean isDefault, String... shards) {
    takesOut(database, group);
    resource.put(EntryPath.of(database, group), CatalogEntries.tableGroup(isDefault));
    for (String shard : shards) {
      resource.put(EntryPath.of(database, group, shard), CatalogEntries.SHARD);
    }
    return this;
  }

  EditedCase takesOut(String... names) {
    resource.keySet().removeIf(EntryPath.of(names)::holds);
    return this;
  }

  BridgePlan plan() {
    return BridgePlanner.plan(
        new BridgeInput(
            new CatalogSnapshot(catalog, position(), Duration.ZERO),
            List.of(input()),
            ShardServers.of(List.of()),
            policy));
  }

  private Position position() {
    return new Position(generation, new ChangeId("g" + generation));
  }

  private CopyInput input() {
    return new CopyInput(
        new CopySnapshot(Place.KUBERNETES, resource, applied),
        CatalogEntries.of(catalog),
        intact,
        Set.of(),
        new WriteScope.All(),
        catalog.authority() != Authority.CATALOG);
  }

  /** What the bridge does until it is done. */
  List<BridgeAction> run() {
    List<BridgeAction> done = new ArrayList<>();
    for (int round = 0; round < 20; round++) {
      BridgePlan plan = plan();
      if (plan.isDone()) {
        return done;
      }
      carry(plan.actionsOn(Place.KUBERNETES));
      plan.actionsOn(Place.CATALOG).forEach(this::change);
      done.addAll(plan.actions());
    }
    throw new AssertionError("it comes to no end: " + plan());
  }

  private void change(BridgeAction action) {
    if (!change(((ChangeCatalog) action).change())) {
      throw new AssertionError("the catalog does not take " + action);
    }
  }

  private void carry(List<BridgeAction> actions) {
    if (actions.isEmpty()) {
      return;
    }
    applied = Optional.of(NextState.after(input(), actions, position()));
    for (BridgeAction action : actions) {
      if (action instanceof Add add) {
        resource.put(add.path(), add.content());
      } else if (action instanceof Update update) {
        resource.put(update.path(), update.content());
      } else if (action instanceof Remove remove) {
        resource.remove(remove.path());
      }
    }
  }

  /** The first steps of a run only, as of a bridge that dies. */
  void dieAfter(int steps) {
    BridgePlan plan = plan();
    List<BridgeAction> onResource = plan.actionsOn(Place.KUBERNETES);
    if (steps > 0) {
      carry(onResource);
    }
    if (steps > 1) {
      plan.actionsOn(Place.CATALOG).forEach(this::change);
    }
  }

  /** What the catalog has, dropped things aside. */
  SortedMap<EntryPath, String> catalogEntries() {
    SortedMap<EntryPath, String> entries = new TreeMap<>();
    CatalogEntries.of(catalog)
        .forEach(
            (path, entry) -> {
              if (!entry.dropping()) {
                entries.put(path, entry.content());
              }
            });
    return entries;
  }

  /** The plan's findings as {@code KIND path}. */
  List<String> findings() {
    return plan().findings().stream()
        .map(finding -> finding.kind() + " " + finding.path())
        .toList();
  }
}
