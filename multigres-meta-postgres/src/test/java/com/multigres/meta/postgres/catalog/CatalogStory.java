package com.multigres.meta.postgres.catalog;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.model.Authority;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.PlaceTable;
import com.multigres.meta.model.CatalogChange.SplitShard;
import com.multigres.meta.model.ShardState;
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

  /** Database {@code db1} with tablegroup {@code tg1} of two shards and table {@code t1}. */
  static final List<CatalogChange> SHORT =
      List.of(
          CreateDatabase.named("db1"),
          CreateTableGroup.ofShards("db1", "tg1", 2, false),
          new PlaceTable("db1", TableName.of("t1"), "tg1", false));

  /** What can be done to that, one after the other, each altering something. */
  static final List<CatalogChange> EVERY_OTHER_KIND =
      List.of(
          new SplitShard("db1", "tg1", "0-8", List.of("0-4", "4-8")),
          new CatalogChange.SetShardState("db1", "tg1", "0-4", ShardState.READY),
          new CatalogChange.SetShardState("db1", "tg1", "4-8", ShardState.READY),
          new CatalogChange.SwitchShards("db1", "tg1", List.of("0-4", "4-8")),
          new CatalogChange.SetShardState("db1", "tg1", "0-8", ShardState.DROPPING),
          new CatalogChange.ForgetShard("db1", "tg1", "0-8", false),
          new CatalogChange.RenameTable("db1", TableName.of("t1"), TableName.of("t2")),
          new CatalogChange.MoveTable("db1", TableName.of("t2"), "default"),
          new CatalogChange.RenameTableGroup("db1", "tg1", "tg2"),
          new CatalogChange.RenameDatabase("db1", "db2"),
          new CatalogChange.RemoveTable("db2", TableName.of("t2"), false),
          new CatalogChange.MergeShards("db2", "tg2", List.of("0-4", "4-8")),
          new CatalogChange.CancelShards("db2", "tg2", List.of("0-8")),
          new CatalogChange.DropTableGroup("db2", "tg2", false),
          new CatalogChange.ForgetTableGroup("db2", "tg2", false),
          new CatalogChange.SetAuthority(Authority.MERGE),
          new DropDatabase("db2", false),
          new CatalogChange.ForgetDatabase("db2", false));

  private CatalogStory() {}

  static void tell(CatalogStore store) {
    store.initialise();
    store.apply(CHANGES, ApplyOptions.none());
  }
}
