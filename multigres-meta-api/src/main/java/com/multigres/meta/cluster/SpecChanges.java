package com.multigres.meta.cluster;

import com.multigres.meta.cluster.spec.ClusterSpec;
import com.multigres.meta.cluster.spec.DatabaseSpec;
import com.multigres.meta.cluster.spec.ShardSpec;
import com.multigres.meta.cluster.spec.TableGroupSpec;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Steps 6 and 7 of a cluster's life for a whole description: what a catalog lacks of it. Only adds:
 * what the catalog has beyond the description, or has otherwise, is drift and not touched. A pure
 * function; once its changes are applied it finds none.
 */
public final class SpecChanges {
  private SpecChanges() {}

  /**
   * The changes that add what is lacking.
   *
   * @param spec what the cluster is to look like; its names are external names
   * @param catalog the catalog
   * @return the changes, in the description's order; to be applied as one list
   */
  public static List<CatalogChange> missing(ClusterSpec spec, Catalog catalog) {
    List<CatalogChange> changes = new ArrayList<>();
    for (DatabaseSpec wanted : spec.databases()) {
      Optional<Database> standing = catalog.databaseByExternalName(wanted.name());
      if (standing.isEmpty()) {
        changes.add(CreateDatabase.named(wanted.name()));
      }
      String name = standing.map(Database::name).orElse(wanted.name());
      for (TableGroupSpec group : wanted.tableGroups()) {
        boolean stands =
            standing.flatMap(found -> found.tableGroupByExternalName(group.name())).isPresent();
        if (!stands && !group.isDefault()) {
          changes.add(create(name, group));
        }
      }
    }
    return List.copyOf(changes);
  }

  private static CatalogChange create(String database, TableGroupSpec group) {
    List<String> shards = group.shards().stream().map(ShardSpec::name).toList();
    return new CreateTableGroup(database, group.name(), shards, false);
  }
}
