package com.multigres.meta.view;

import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.Database;
import com.multigres.meta.model.TableGroup;
import com.multigres.meta.model.internal.PairTable;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The databases and tablegroups of a catalog that are routed to, by hash: what is being dropped is
 * not among them. The empty name stands for the default database. Immutable.
 */
final class RoutingTable {
  static final RoutingTable NONE = new RoutingTable(Catalog.empty());

  private final PairTable<Group> groups;
  private final PairTable<Database> databases;

  /** A tablegroup that is routed to. */
  record Group(Database database, TableGroup tableGroup) {}

  RoutingTable(Catalog catalog) {
    Collection<Database> all = catalog.databases();
    int count = 0;
    for (Database database : all) {
      count += database.tableGroups().size();
    }
    Optional<Database> usual = catalog.defaultDatabase();
    int extra = usual.map(database -> database.tableGroups().size()).orElse(0);
    groups = new PairTable<>(count + extra, sink -> putGroups(all, usual, sink));
    databases = new PairTable<>(all.size() + 1, sink -> putDatabases(all, usual, sink));
  }

  private static void putGroups(
      Collection<Database> all, Optional<Database> usual, PairTable.Sink<Group> sink) {
    for (Database database : all) {
      putGroups(database.name(), database, sink);
    }
    if (usual.isPresent()) {
      putGroups("", usual.get(), sink);
    }
  }

  private static void putDatabases(
      Collection<Database> all, Optional<Database> usual, PairTable.Sink<Database> sink) {
    for (Database database : all) {
      putDatabase(database.name(), database, sink);
    }
    if (usual.isPresent()) {
      putDatabase("", usual.get(), sink);
    }
  }

  private static void putGroups(String name, Database database, PairTable.Sink<Group> sink) {
    if (database.isDropping()) {
      return;
    }
    for (TableGroup group : database.tableGroups()) {
      if (!group.isDropping()) {
        sink.put(name, group.name(), new Group(database, group));
      }
    }
  }

  private static void putDatabase(String name, Database database, PairTable.Sink<Database> sink) {
    if (!database.isDropping()) {
      sink.put(name, "", database);
    }
  }

  @Nullable Group group(String database, String tableGroup) {
    return groups.get(database, tableGroup);
  }

  @Nullable Database database(String name) {
    return databases.get(name, "");
  }
}
