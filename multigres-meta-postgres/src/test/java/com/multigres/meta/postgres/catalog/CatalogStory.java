package com.multigres.meta.postgres.catalog;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.PlaceTable;
import com.multigres.meta.model.CatalogChange.SplitShard;
import com.multigres.meta.model.TableName;
import java.util.List;

/**
 * A catalog with something of everything: database {@code db1} with tablegroup {@code tg1} of two
 * shards and table {@code t1}, tablegroup {@code tg2} whose only shard is being split, and database
 * {@code db2}, which is being dropped.
 */
final class CatalogStory {
  static final List<CatalogChange> CHANGES =
      List.of(
          CreateDatabase.named("db1"),
          new CreateTableGroup("db1", "tg1", List.of("0-8", "8-inf"), false),
          new PlaceTable("db1", TableName.of("t1"), "tg1", false),
          new CreateTableGroup("db1", "tg2", List.of("0-inf"), false),
          new SplitShard("db1", "tg2", "0-inf", List.of("0-8", "8-inf")),
          CreateDatabase.named("db2"),
          new DropDatabase("db2", false));

  private CatalogStory() {}

  static void tell(CatalogStore store) {
    store.initialise();
    store.apply(CHANGES, ApplyOptions.none());
  }
}
