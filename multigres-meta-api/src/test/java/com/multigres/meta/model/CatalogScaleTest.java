package com.multigres.meta.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.PlaceTable;
import com.multigres.meta.model.CatalogChange.RemoveTable;
import com.multigres.meta.model.CatalogChange.SetShardState;
import com.multigres.meta.model.ChangeResult.Changed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The sizes that the contract names. The time limits are far from tight: they catch work that grows
 * with the square of a size, not a slow machine.
 */
@Timeout(60)
class CatalogScaleTest {
  @Test
  void aHundredThousandShardsInOneTableGroupAnswerEveryKey() {
    List<KeyRange> ranges =
        KeyRange.full().split(50_000).stream().flatMap(half -> half.split(2).stream()).toList();
    CatalogBuilder rows = withDatabases(1);
    rows.tableGroup(1, 10, "tg", "tg", false, false);
    for (int i = 0; i < ranges.size(); i++) {
      rows.shard(10, shard(20 + i, ranges.get(i)));
    }
    Catalog catalog = rows.build();
    assertThat(catalog.check()).isEmpty();
    for (KeyRange range : ranges) {
      assertThat(catalog.shardOf("db0", "tg", range.start()).orElseThrow().range())
          .isEqualTo(range);
    }
    Catalog ready =
        changed(
            catalog, new SetShardState("db0", "tg", ranges.get(7).shardName(), ShardState.READY));
    assertThat(ready).isNotEqualTo(catalog);
  }

  @Test
  void aThousandDatabasesOfAHundredShardsAnswerAndChange() {
    CatalogBuilder rows = withDatabases(1_000);
    long id = 3_001;
    for (int i = 0; i < 1_000; i++) {
      long group = id++;
      rows.tableGroup(3 * i + 1, group, "tg", "tg", false, false);
      for (KeyRange range : KeyRange.full().split(100)) {
        rows.shard(group, shard(id++, range));
      }
    }
    Catalog catalog = rows.build();
    assertThat(catalog.check()).isEmpty();
    byte[] key = {(byte) 0x80};
    for (Database database : catalog.databases()) {
      assertThat(catalog.shardOf(database.name(), "tg", key)).isPresent();
    }
  }

  @Test
  void tenThousandDatabasesAreMadeOneByOne() {
    Catalog catalog = withDatabases(1).build();
    for (int i = 1; i <= 10_000; i++) {
      catalog = changed(catalog, CreateDatabase.named("db" + i));
    }
    assertThat(catalog.databases()).hasSize(10_001);
    assertThat(catalog.check()).isEmpty();
  }

  @Test
  void aMillionTablesInOneDatabaseAreNotCopiedForEachOne() {
    CatalogBuilder rows = withDatabases(1);
    for (int i = 0; i < 1_000_000; i++) {
      rows.table(2, "public", "t" + i);
    }
    Catalog full = rows.build();
    Catalog catalog = full;
    for (int i = 0; i < 20_000; i++) {
      catalog = changed(catalog, new PlaceTable("db0", table("new", i), "d", false));
    }
    for (int i = 0; i < 20_000; i++) {
      catalog = changed(catalog, new RemoveTable("db0", table("new", i), false));
    }
    assertThat(catalog.equals(full)).isTrue();
    assertThat(full.database("db0").orElseThrow().tables()).hasSize(1_000_000);
  }

  /** Databases {@code db0}, {@code db1}, … with ids 1, 4, …; their default tablegroups follow. */
  private static CatalogBuilder withDatabases(int count) {
    CatalogBuilder rows = Catalog.builder();
    for (int i = 0; i < count; i++) {
      long id = 3L * i + 1;
      rows.database(id, "db" + i, "db" + i, i == 0, false)
          .tableGroup(id, id + 1, "d", "d", true, false)
          .shard(id + 1, shard(id + 2, KeyRange.full()));
    }
    return rows;
  }

  private static Shard shard(long id, KeyRange range) {
    String name = range.shardName();
    return new Shard(id, name, name, range, ShardPlacement.ACTIVE, ShardState.CREATING);
  }

  private static Catalog changed(Catalog catalog, CatalogChange change) {
    return ((Changed) catalog.apply(change)).catalog();
  }

  private static TableName table(String schema, int number) {
    return new TableName(schema, "t" + number);
  }
}
