package com.multigres.meta.cli.catalog.document;

import com.multigres.meta.cli.output.Paint;
import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.output.TextTree;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.Database;
import com.multigres.meta.model.Shard;
import com.multigres.meta.model.TableGroup;
import com.multigres.meta.model.TableName;
import java.util.Comparator;
import java.util.List;

/** The catalog as branches of a tree, what is default first. */
public final class CatalogTree {
  private static final int TABLES_SHOWN = 20;

  private final Paint paint;
  private final boolean identities;

  /**
   * Draws trees.
   *
   * @param identities whether ids and external names are shown too
   */
  public CatalogTree(Paint paint, boolean identities) {
    this.paint = paint;
    this.identities = identities;
  }

  /** Adds a branch for each database. */
  public void grow(TextTree tree, Catalog catalog) {
    catalog.databases().stream()
        .sorted(Comparator.comparing(Database::isDefault).reversed())
        .forEach(database -> grow(tree, database));
  }

  private void grow(TextTree tree, Database database) {
    String label =
        label("database", database.name(), database.isDefault())
            + state(database.state().name())
            + identity(database.id(), database.name(), database.externalName());
    TextTree branch = tree.branch(label);
    database.tableGroups().stream()
        .sorted(Comparator.comparing(TableGroup::isDefault).reversed())
        .forEach(group -> grow(branch, database, group));
  }

  private void grow(TextTree tree, Database database, TableGroup group) {
    String label =
        label("tablegroup", group.name(), group.isDefault())
            + state(database.stateOf(group).name())
            + identity(group.id(), group.name(), group.externalName());
    TextTree branch = tree.branch(label);
    group.shards().forEach(shard -> branch.branch(shard(shard)));
    List<TableName> tables = database.tablesOf(group).limit(TABLES_SHOWN + 1L).toList();
    tables.stream().limit(TABLES_SHOWN).forEach(table -> branch.branch("table " + table(table)));
    if (tables.size() > TABLES_SHOWN) {
      branch.branch(paint.faint("... more: table list"));
    }
  }

  /** A table's name for people. */
  public static String table(TableName table) {
    return Shown.table(table.schema(), table.name());
  }

  private String shard(Shard shard) {
    String placement = shard.isActive() ? "" : " " + paint.busy(shard.placement().name());
    return label("shard", shard.name(), false)
        + placement
        + state(shard.state().name())
        + identity(shard.id(), shard.name(), shard.externalName());
  }

  private String label(String kind, String name, boolean isDefault) {
    return kind + " " + paint.strong(Shown.name(name)) + (isDefault ? " (default)" : "");
  }

  private String state(String state) {
    return " " + (state.equals("READY") ? paint.good(state) : paint.busy(state));
  }

  private String identity(long id, String name, String externalName) {
    if (!identities) {
      return "";
    }
    String external = externalName.equals(name) ? "" : " = " + externalName;
    return paint.faint("  #" + id + external);
  }
}
