package com.multigres.meta.model;

/** Takes catalogs apart into rows and puts them together again, as a store does. */
final class Rows {
  private Rows() {}

  static CatalogBuilder of(Catalog catalog) {
    CatalogBuilder rows = Catalog.builder().authority(catalog.authority()).nextId(catalog.nextId());
    for (Database database : catalog.databases()) {
      rows.database(
          database.id(),
          database.name(),
          database.externalName(),
          database.isDefault(),
          database.isDropping());
      for (TableGroup group : database.tableGroups()) {
        rows.tableGroup(
            database.id(),
            group.id(),
            group.name(),
            group.externalName(),
            group.isDefault(),
            group.isDropping());
        group.shards().forEach(shard -> rows.shard(group.id(), shard));
        database.tablesOf(group).forEach(t -> rows.table(group.id(), t.schema(), t.name()));
      }
    }
    return rows;
  }
}
