package com.multigres.meta.cli.catalog.document;

import com.multigres.meta.cli.catalog.document.CatalogDocument.DatabaseEntry;
import com.multigres.meta.cli.catalog.document.CatalogDocument.GroupEntry;
import com.multigres.meta.cli.catalog.document.CatalogDocument.ShardEntry;
import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.run.CliException;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.DropTableGroup;
import com.multigres.meta.model.CatalogChange.PlaceTable;
import com.multigres.meta.model.Database;
import com.multigres.meta.model.Shard;
import com.multigres.meta.model.ShardPlacement;
import com.multigres.meta.model.TableGroup;
import com.multigres.meta.model.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a catalog lacks of an exported one, as changes. It only adds: what the catalog has beyond
 * the document stays, and what stands there otherwise than the document has it is refused.
 */
public final class CatalogImport {
  private final Catalog catalog;
  private final List<CatalogChange> changes = new ArrayList<>();

  private CatalogImport(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * Plans an import.
   *
   * @param catalog the catalog as it stands
   * @param text the document
   * @param file its name, for errors
   * @return the changes, none where nothing is missing
   */
  public static List<CatalogChange> plan(Catalog catalog, String text, String file) {
    CatalogImport plan = new CatalogImport(catalog);
    CatalogDocument.parse(text, file).databases().forEach(plan::add);
    return List.copyOf(plan.changes);
  }

  private void add(DatabaseEntry entry) {
    Optional<Database> there = catalog.database(entry.name());
    if (entry.isDefault() && there.filter(Database::isDefault).isEmpty()) {
      throw otherDefault("database", entry.name(), catalog.defaultDatabase().map(Database::name));
    }
    if (there.isPresent()) {
      entry.tableGroups().forEach(group -> addTo(there.get(), group));
      return;
    }
    GroupEntry main =
        entry.tableGroups().stream()
            .filter(GroupEntry::isDefault)
            .findFirst()
            .orElseThrow(() -> conflict(entry.name(), "has no default tablegroup"));
    ShardEntry only =
        main.shards().stream()
            .filter(shard -> shard.placement() == ShardPlacement.ACTIVE)
            .findFirst()
            .orElseThrow(() -> conflict(entry.name(), "has a default tablegroup without a shard"));
    changes.add(new CreateDatabase(entry.name(), main.name(), only.name(), false));
    for (GroupEntry group : entry.tableGroups()) {
      if (!group.isDefault()) {
        create(entry.name(), group);
      }
      fill(entry.name(), group);
    }
    if (entry.dropping()) {
      changes.add(new DropDatabase(entry.name(), false));
    }
  }

  private void addTo(Database database, GroupEntry entry) {
    Optional<TableGroup> there = database.tableGroup(entry.name());
    if (entry.isDefault() && there.filter(TableGroup::isDefault).isEmpty()) {
      throw otherDefault(
          "tablegroup of database " + Shown.name(database.name()),
          entry.name(),
          database.defaultTableGroup().map(TableGroup::name));
    }
    if (there.isEmpty()) {
      create(database.name(), entry);
      fill(database.name(), entry);
      return;
    }
    List<String> standing = there.get().activeShards().stream().map(Shard::name).sorted().toList();
    if (!standing.equals(activeNames(entry).stream().sorted().toList())) {
      throw conflict(
          database.name() + "/" + entry.name(), "has other shards than the file: " + standing);
    }
    for (TableName table : entry.tables()) {
      place(database, there.get(), table);
    }
  }

  private void place(Database database, TableGroup group, TableName table) {
    Optional<TableGroup> placed = database.tableGroupOf(table);
    if (placed.isEmpty()) {
      changes.add(new PlaceTable(database.name(), table, group.name(), false));
    } else if (placed.get().id() != group.id()) {
      throw conflict(
          CatalogTree.table(table), "lies in tablegroup " + Shown.name(placed.get().name()));
    }
  }

  private void create(String database, GroupEntry entry) {
    changes.add(new CreateTableGroup(database, entry.name(), activeNames(entry), false));
  }

  /** What follows once the tablegroup stands with its active shards. */
  private void fill(String database, GroupEntry entry) {
    changes.addAll(ShardImport.changes(database, entry));
    entry
        .tables()
        .forEach(table -> changes.add(new PlaceTable(database, table, entry.name(), false)));
    if (entry.dropping() && !entry.isDefault()) {
      changes.add(new DropTableGroup(database, entry.name(), false));
    }
  }

  private static List<String> activeNames(GroupEntry entry) {
    return entry.shards().stream()
        .filter(shard -> shard.placement() == ShardPlacement.ACTIVE)
        .map(ShardEntry::name)
        .toList();
  }

  /** Each has exactly one (C2), and it may have been renamed on either side. */
  private static CliException otherDefault(String what, String file, Optional<String> here) {
    return CliException.different(
        "cannot import: the default "
            + what
            + " is "
            + Shown.name(file)
            + " in the file and "
            + Shown.name(here.orElse("?"))
            + " here: rename one of them first (C2)");
  }

  private static CliException conflict(String name, String why) {
    return CliException.different("cannot import: " + name + " " + why);
  }
}
