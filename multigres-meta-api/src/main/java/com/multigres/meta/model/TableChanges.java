package com.multigres.meta.model;

import static com.multigres.meta.model.Changes.checkName;
import static com.multigres.meta.model.Changes.exists;
import static com.multigres.meta.model.Changes.missing;

import com.multigres.meta.model.CatalogChange.MoveTable;
import com.multigres.meta.model.CatalogChange.PlaceTable;
import com.multigres.meta.model.CatalogChange.RemoveTable;
import com.multigres.meta.model.CatalogChange.RenameTable;
import com.multigres.meta.model.internal.Names;

/** Changes to where tables are placed. */
final class TableChanges {
  private TableChanges() {}

  static Catalog place(Catalog catalog, PlaceTable change) {
    check(change.table());
    Database database = Changes.standingDatabase(catalog, change.database());
    TableGroup group = Changes.standingTableGroup(database, change.tableGroup());
    if (database.placements().get(change.table()) != null) {
      if (!change.ifNotExists()) {
        throw exists(shown(change.table(), database));
      }
      return catalog;
    }
    return catalog.with(database.with(database.placements().with(change.table(), group.id())));
  }

  static Catalog move(Catalog catalog, MoveTable change) {
    Database database = Changes.standingDatabase(catalog, change.database());
    long from = placed(database, change.table());
    TableGroup group = Changes.standingTableGroup(database, change.tableGroup());
    return from == group.id()
        ? catalog
        : catalog.with(database.with(database.placements().with(change.table(), group.id())));
  }

  static Catalog remove(Catalog catalog, RemoveTable change) {
    Database in = catalog.siblings().named(change.database());
    if (change.ifExists() && (in == null || in.placements().get(change.table()) == null)) {
      return catalog;
    }
    Database database = Changes.database(catalog, change.database());
    placed(database, change.table());
    return catalog.with(database.with(database.placements().without(change.table())));
  }

  static Catalog rename(Catalog catalog, RenameTable change) {
    check(change.newName());
    Database database = Changes.standingDatabase(catalog, change.database());
    long in = placed(database, change.table());
    TableGroup group = database.tableGroup(in).orElseThrow();
    Changes.standingTableGroup(database, group.name());
    if (change.newName().equals(change.table())) {
      return catalog;
    }
    if (database.placements().get(change.newName()) != null) {
      throw exists(shown(change.newName(), database));
    }
    return catalog.with(
        database.with(database.placements().without(change.table()).with(change.newName(), in)));
  }

  private static long placed(Database database, TableName table) {
    Long tableGroupId = database.placements().get(table);
    if (tableGroupId == null) {
      throw missing(shown(table, database));
    }
    return tableGroupId;
  }

  private static void check(TableName table) {
    checkName("schema", table.schema());
    checkName("table", table.name());
  }

  private static String shown(TableName table, Database database) {
    return "table "
        + Names.quoted(table.schema())
        + "."
        + Names.quoted(table.name())
        + " in database "
        + Names.quoted(database.name());
  }
}
