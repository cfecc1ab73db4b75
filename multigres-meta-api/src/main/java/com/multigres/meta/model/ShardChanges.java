package com.multigres.meta.model;

import static com.multigres.meta.model.Changes.badInput;
import static com.multigres.meta.model.Changes.broken;
import static com.multigres.meta.model.Changes.missing;
import static com.multigres.meta.model.Changes.shown;

import com.multigres.meta.model.CatalogChange.ForgetShard;
import com.multigres.meta.model.CatalogChange.SetShardState;
import com.multigres.meta.model.internal.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Changes to single shards. */
final class ShardChanges {
  private ShardChanges() {}

  static Catalog setState(Catalog catalog, SetShardState change) {
    Database database = Changes.database(catalog, change.database());
    TableGroup group = Changes.tableGroup(database, change.tableGroup());
    Shard shard =
        group
            .shard(change.shard())
            .or(() -> retired(group, change.shard(), database))
            .or(() -> numbered(group, change.shard()))
            .or(() -> group.shardByExternalName(change.shard()))
            .orElseThrow(() -> missingShard(change.shard(), group, database));
    if (shard.state() == change.state()) {
      return catalog;
    }
    if (!shard.state().canBecome(change.state())) {
      throw broken(
          "C3",
          shown(shard, group, database)
              + " is "
              + shard.state()
              + " and cannot become "
              + change.state());
    }
    boolean mayDrop = shard.isRetired() || group.isDropping() || database.isDropping();
    if (change.state() == ShardState.DROPPING && !mayDrop) {
      throw broken(
          "C3",
          shown(shard, group, database)
              + " is "
              + shard.placement()
              + ": only a RETIRED shard, or one under a DROPPING parent, can become DROPPING");
    }
    return Changes.with(
        catalog, database, replaced(group, shard, Optional.of(shard.withState(change.state()))));
  }

  static Catalog forget(Catalog catalog, ForgetShard change) {
    if (change.ifExists()
        && !Changes.hasTableGroup(catalog, change.database(), change.tableGroup())) {
      return catalog;
    }
    Database database = Changes.database(catalog, change.database());
    TableGroup group = Changes.tableGroup(database, change.tableGroup());
    Optional<Shard> retired =
        retired(group, change.shard(), database).or(() -> numbered(group, change.shard()));
    if (change.ifExists() && retired.isEmpty() && group.shard(change.shard()).isEmpty()) {
      return catalog;
    }
    Shard shard =
        retired
            .or(() -> group.shard(change.shard()))
            .orElseThrow(() -> missingShard(change.shard(), group, database));
    if (!shard.isRetired() || shard.state() != ShardState.DROPPING) {
      throw broken(
          "C3",
          shown(shard, group, database)
              + " is "
              + shard.placement()
              + " and "
              + shard.state()
              + ": only a RETIRED shard that is DROPPING can be forgotten");
    }
    return Changes.with(catalog, database, replaced(group, shard, Optional.empty()));
  }

  private static Optional<Shard> retired(TableGroup group, String reference, Database database) {
    List<Shard> named = new ArrayList<>();
    for (Shard shard : group.shards()) {
      if (shard.isRetired() && shard.externalName().equals(reference)) {
        return Optional.of(shard);
      }
      if (shard.isRetired() && shard.name().equals(reference)) {
        named.add(shard);
      }
    }
    if (named.size() > 1) {
      List<String> names = named.stream().map(Shard::externalName).toList();
      throw badInput(
          "several retired shards of "
              + shown(database, group.name())
              + " are named "
              + Names.quoted(reference)
              + "; name one by its external name: "
              + String.join(", ", names));
    }
    return named.stream().findFirst();
  }

  private static Optional<Shard> numbered(TableGroup group, String reference) {
    return reference.matches("#[0-9]{1,18}")
        ? group.shard(Long.parseLong(reference.substring(1)))
        : Optional.empty();
  }

  private static Changes.Refusal missingShard(String name, TableGroup group, Database database) {
    return missing("shard " + Names.quoted(name) + " in " + shown(database, group.name()));
  }

  private static TableGroup replaced(TableGroup group, Shard shard, Optional<Shard> by) {
    List<Shard> next = new ArrayList<>(group.shards());
    next.remove(shard);
    by.ifPresent(next::add);
    return group.withShards(next);
  }
}
