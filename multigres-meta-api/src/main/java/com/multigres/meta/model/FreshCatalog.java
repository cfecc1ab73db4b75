package com.multigres.meta.model;

import com.multigres.meta.model.internal.SortedChunks;
import java.util.List;

/** What a cluster begins with (C1): a default of each kind, one inside the other. */
final class FreshCatalog {
  private static final long DATABASE = 1;
  private static final long TABLE_GROUP = 2;
  private static final long SHARD = 3;
  private static final long NEXT = 4;

  private FreshCatalog() {}

  static Catalog made() {
    return new Catalog(Siblings.of(List.of(database())), Authority.CATALOG, NEXT, List.of());
  }

  private static Database database() {
    String name = Catalog.DEFAULT_DATABASE;
    Siblings<TableGroup> groups = Siblings.of(List.of(tableGroup()));
    return new Database(DATABASE, name, name, true, false, groups, SortedChunks.empty());
  }

  private static TableGroup tableGroup() {
    String name = Catalog.DEFAULT_TABLE_GROUP;
    return new TableGroup(TABLE_GROUP, name, name, true, false, List.of(shard()));
  }

  private static Shard shard() {
    String name = Catalog.DEFAULT_SHARD;
    return new Shard(SHARD, name, name, KeyRange.full(), ShardPlacement.ACTIVE, ShardState.READY);
  }
}
