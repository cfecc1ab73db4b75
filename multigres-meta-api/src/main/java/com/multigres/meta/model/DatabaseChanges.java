package com.multigres.meta.model;

import static com.multigres.meta.model.Changes.badInput;
import static com.multigres.meta.model.Changes.broken;
import static com.multigres.meta.model.Changes.checkName;
import static com.multigres.meta.model.Changes.exists;

import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.ForgetDatabase;
import com.multigres.meta.model.CatalogChange.RenameDatabase;
import com.multigres.meta.model.CatalogChange.SetAuthority;
import com.multigres.meta.model.internal.ExternalNames;
import com.multigres.meta.model.internal.Names;
import com.multigres.meta.model.internal.SortedChunks;
import java.util.List;

/** Changes to databases, and to the catalog as a whole. */
final class DatabaseChanges {
  private DatabaseChanges() {}

  static Catalog create(Catalog catalog, CreateDatabase change) {
    checkName("database", change.name());
    checkName("tablegroup", change.defaultTableGroup());
    if (!Changes.rangeOf(change.shard()).equals(KeyRange.full())) {
      throw badInput(
          "shard name " + Names.quoted(change.shard()) + " does not spell the whole key space");
    }
    Database there = catalog.siblings().named(change.name());
    if (there != null) {
      return existing(catalog, there, change.ifNotExists());
    }
    long id = catalog.nextId();
    Shard only = TableGroupChanges.newShards(List.of(change.shard()), id + 2).get(0);
    String group = change.defaultTableGroup();
    Database database =
        new Database(
            id,
            change.name(),
            ExternalNames.DATABASE.choose(change.name(), catalog.siblings()::hasExternalName),
            false,
            false,
            Siblings.of(
                List.of(
                    new TableGroup(
                        id + 1,
                        group,
                        ExternalNames.TABLE_GROUP.choose(group, taken -> false),
                        true,
                        false,
                        List.of(only)))),
            SortedChunks.empty());
    return catalog.with(catalog.siblings().with(database), id + 3);
  }

  private static Catalog existing(Catalog catalog, Database there, boolean ifNotExists) {
    if (there.isDropping()) {
      throw exists("database " + Names.quoted(there.name()) + " is DROPPING and");
    }
    if (!ifNotExists) {
      throw exists("database " + Names.quoted(there.name()));
    }
    return catalog;
  }

  static Catalog drop(Catalog catalog, DropDatabase change) {
    if (change.ifExists() && catalog.siblings().named(change.name()) == null) {
      return catalog;
    }
    Database database = Changes.database(catalog, change.name());
    if (database.isDefault()) {
      throw broken(
          "C2", "the default database " + Names.quoted(change.name()) + " cannot be dropped");
    }
    return database.isDropping() ? catalog : catalog.with(database.asDropping());
  }

  static Catalog forget(Catalog catalog, ForgetDatabase change) {
    if (change.ifExists() && catalog.siblings().named(change.name()) == null) {
      return catalog;
    }
    Database database = Changes.database(catalog, change.name());
    if (!database.isDropping()) {
      throw broken(
          "C3",
          "database "
              + Names.quoted(change.name())
              + " is not DROPPING: drop it before it is forgotten");
    }
    return catalog.with(catalog.siblings().without(database), catalog.nextId());
  }

  static Catalog rename(Catalog catalog, RenameDatabase change) {
    checkName("database", change.newName());
    Database database = Changes.standingDatabase(catalog, change.name());
    if (change.newName().equals(change.name())) {
      return catalog;
    }
    if (catalog.siblings().named(change.newName()) != null) {
      throw exists("database " + Names.quoted(change.newName()));
    }
    return catalog.with(
        catalog.siblings().without(database).with(database.withName(change.newName())),
        catalog.nextId());
  }

  static Catalog setAuthority(Catalog catalog, SetAuthority change) {
    return catalog.authority() == change.authority() ? catalog : catalog.with(change.authority());
  }
}
