package com.multigres.meta.benchmarks;

import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogBuilder;
import com.multigres.meta.model.KeyRange;
import com.multigres.meta.model.Shard;
import com.multigres.meta.model.ShardPlacement;
import com.multigres.meta.model.ShardState;
import java.util.List;

/** Catalogs as large as the contract allows, built from rows as a store reads them. */
final class LargeCatalog {
  static final int DATABASES = 1_000;
  static final int SHARDS = 100_000;

  private static final int SHARDS_IN_GROUP = SHARDS / DATABASES - 1;

  private LargeCatalog() {}

  /** 1,000 databases of 100 shards: one of the default tablegroup, 99 of {@code tg}. */
  static Catalog ofShards() {
    CatalogBuilder rows = Catalog.builder();
    List<KeyRange> ranges = KeyRange.full().split(SHARDS_IN_GROUP);
    long id = 1;
    for (int i = 0; i < DATABASES; i++) {
      String name = databaseName(i);
      long database = id++;
      rows.database(database, name, name, i == 0, false);
      long defaults = id++;
      rows.tableGroup(database, defaults, "default", "default", true, false);
      rows.shard(defaults, shard(id++, KeyRange.full()));
      long group = id++;
      rows.tableGroup(database, group, "tg", "tg", false, false);
      for (KeyRange range : ranges) {
        rows.shard(group, shard(id++, range));
      }
    }
    return rows.build();
  }

  /** One database with tables {@code t0} … in its default tablegroup. */
  static Catalog ofTables(int tables) {
    CatalogBuilder rows = Catalog.builder();
    rows.database(1, databaseName(0), databaseName(0), true, false);
    rows.tableGroup(1, 2, "default", "default", true, false);
    rows.shard(2, shard(3, KeyRange.full()));
    for (int i = 0; i < tables; i++) {
      rows.table(2, "public", "t" + i);
    }
    return rows.build();
  }

  static String databaseName(int number) {
    return number == 0 ? Catalog.DEFAULT_DATABASE : "db" + number;
  }

  /** With names of its own, as rows read from a store have them. */
  private static Shard shard(long id, KeyRange range) {
    String name = range.shardName();
    KeyRange own = KeyRange.parse(name);
    return new Shard(id, name, name, own, ShardPlacement.ACTIVE, ShardState.READY);
  }
}
