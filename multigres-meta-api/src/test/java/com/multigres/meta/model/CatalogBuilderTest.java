package com.multigres.meta.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.model.CatalogChange.PlaceTable;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogBuilderTest {
  private static final Catalog STORY =
      Applying.changed(
          Applying.story(), new PlaceTable("db1", TableName.of("orders"), "tg1", false));

  private static CatalogBuilder databases() {
    CatalogBuilder rows = Catalog.builder();
    for (Database database : STORY.databases()) {
      rows.database(
          database.id(),
          database.name(),
          database.externalName(),
          database.isDefault(),
          database.isDropping());
    }
    return rows;
  }

  @Test
  void aTableGroupMayComeWhole() {
    CatalogBuilder rows = databases();
    for (Database database : STORY.databases()) {
      for (TableGroup group : database.tableGroups()) {
        rows.tableGroup(database.id(), group);
        database.tablesOf(group).forEach(t -> rows.table(group.id(), t.schema(), t.name()));
      }
    }
    assertThat(rows.build()).isEqualTo(STORY);
    assertThat(rows.build().tableGroup("db1", "tg1")).containsSame(Applying.tg1(STORY));
  }

  @Test
  void shardsAreAddedToATableGroupThatCameWhole() {
    TableGroup whole = Applying.tg1(STORY);
    CatalogBuilder rows = databases();
    for (Database database : STORY.databases()) {
      for (TableGroup group : database.tableGroups()) {
        List<Shard> first = group.shards().subList(0, 1);
        rows.tableGroup(database.id(), group.withShards(first));
        group.shards().stream().skip(1).forEach(shard -> rows.shard(group.id(), shard));
        database.tablesOf(group).forEach(t -> rows.table(group.id(), t.schema(), t.name()));
      }
    }
    assertThat(whole.shards()).hasSize(2);
    assertThat(rows.build()).isEqualTo(STORY);
  }

  @Test
  void theNextIdIsBehindEveryIdOfATableGroupThatCameWhole() {
    Shard shard =
        new Shard(
            40, "0-inf", "0-inf", KeyRange.full(), ShardPlacement.ACTIVE, ShardState.READY, 50);
    Catalog catalog =
        Catalog.builder()
            .database(1, "db", "db", true, false)
            .tableGroup(1, new TableGroup(2, "tg", "tg", true, false, List.of(shard)))
            .build();
    assertThat(catalog.nextId()).isEqualTo(51);
  }

  @Test
  void whatComesWholeIsJudgedLikeRows() {
    TableGroup group = new TableGroup(2, "tg", "tg", true, false, List.of());
    Catalog catalog =
        Catalog.builder()
            .database(1, "db", "db", true, false)
            .tableGroup(1, group)
            .tableGroup(1, group)
            .tableGroup(9, new TableGroup(3, "lost", "lost", false, false, List.of()))
            .build();
    assertThat(catalog.check())
        .extracting(Violation::message)
        .contains(
            "tablegroup \"tg\" has the id 2 of another",
            "tablegroup \"lost\" belongs to database #9, which is not there");
  }
}
