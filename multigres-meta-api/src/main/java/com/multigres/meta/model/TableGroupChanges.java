package com.multigres.meta.model;

import static com.multigres.meta.model.Changes.badInput;
import static com.multigres.meta.model.Changes.broken;
import static com.multigres.meta.model.Changes.checkName;
import static com.multigres.meta.model.Changes.exists;
import static com.multigres.meta.model.Changes.shown;

import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.CatalogChange.DropTableGroup;
import com.multigres.meta.model.CatalogChange.ForgetTableGroup;
import com.multigres.meta.model.CatalogChange.RenameTableGroup;
import com.multigres.meta.model.internal.ExternalNames;
import com.multigres.meta.model.internal.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Changes to tablegroups. */
final class TableGroupChanges {
  private TableGroupChanges() {}

  static Catalog create(Catalog catalog, CreateTableGroup change) {
    checkName("tablegroup", change.name());
    Database database = Changes.standingDatabase(catalog, change.database());
    TableGroup there = database.siblings().named(change.name());
    if (there != null) {
      if (there.isDropping()) {
        throw exists(shown(database, change.name()) + " is DROPPING and");
      }
      if (!change.ifNotExists()) {
        throw exists(shown(database, change.name()));
      }
      return catalog;
    }
    long id = catalog.nextId();
    List<Shard> shards = newShards(change.shards(), id + 1);
    Optional<String> fault =
        KeyRange.full().tilingFault(shards.stream().map(Shard::range).toList());
    if (fault.isPresent()) {
      throw broken(
          "C2",
          "the shards of "
              + shown(database, change.name())
              + " do not tile the key space: "
              + fault.get());
    }
    TableGroup group =
        new TableGroup(
            id,
            change.name(),
            ExternalNames.TABLE_GROUP.choose(change.name(), database.siblings()::hasExternalName),
            false,
            false,
            shards);
    Database changed = database.with(database.siblings().with(group));
    return catalog.with(catalog.siblings().with(changed), id + 1 + shards.size());
  }

  /** New active shards of a new tablegroup, with ids from a number on. */
  static List<Shard> newShards(List<String> names, long firstId) {
    Set<String> taken = new HashSet<>();
    Set<String> seen = new HashSet<>();
    List<Shard> shards = new ArrayList<>(names.size());
    for (String name : names) {
      KeyRange range = Changes.rangeOf(name);
      if (!seen.add(name)) {
        throw badInput("shard " + Names.quoted(name) + " is named twice");
      }
      String externalName = ExternalNames.SHARD.choose(name, taken::contains);
      taken.add(externalName);
      long id = firstId + shards.size();
      shards.add(
          new Shard(id, name, externalName, range, ShardPlacement.ACTIVE, ShardState.CREATING));
    }
    return shards;
  }

  static Catalog drop(Catalog catalog, DropTableGroup change) {
    if (change.ifExists() && !Changes.hasTableGroup(catalog, change.database(), change.name())) {
      return catalog;
    }
    Database database = Changes.database(catalog, change.database());
    TableGroup group = Changes.tableGroup(database, change.name());
    if (group.isDefault()) {
      throw broken("C2", "the default " + shown(database, change.name()) + " cannot be dropped");
    }
    return group.isDropping() ? catalog : Changes.with(catalog, database, group.asDropping());
  }

  static Catalog forget(Catalog catalog, ForgetTableGroup change) {
    if (change.ifExists() && !Changes.hasTableGroup(catalog, change.database(), change.name())) {
      return catalog;
    }
    Database database = Changes.database(catalog, change.database());
    TableGroup group = Changes.tableGroup(database, change.name());
    if (!group.isDropping()) {
      throw broken(
          "C3",
          shown(database, change.name()) + " is not DROPPING: drop it before it is forgotten");
    }
    Database without =
        database
            .with(database.siblings().without(group))
            .with(database.placements().filtered((table, in) -> in != group.id()));
    return catalog.with(without);
  }

  static Catalog rename(Catalog catalog, RenameTableGroup change) {
    checkName("tablegroup", change.newName());
    Database database = Changes.standingDatabase(catalog, change.database());
    TableGroup group = Changes.standingTableGroup(database, change.name());
    if (change.newName().equals(change.name())) {
      return catalog;
    }
    if (database.siblings().named(change.newName()) != null) {
      throw exists(shown(database, change.newName()));
    }
    Siblings<TableGroup> renamed =
        database.siblings().without(group).with(group.withName(change.newName()));
    return catalog.with(database.with(renamed));
  }
}
