package com.multigres.meta.model;

import static com.multigres.meta.model.Applying.changed;
import static com.multigres.meta.model.Applying.story;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.ForgetDatabase;
import com.multigres.meta.model.CatalogChange.PlaceTable;
import com.multigres.meta.model.CatalogChange.RenameDatabase;
import com.multigres.meta.model.CatalogChange.SetAuthority;
import com.multigres.meta.model.CatalogChange.SetShardState;
import com.multigres.meta.model.ChangeResult.Changed;
import com.multigres.meta.model.ChangeResult.Refused;
import com.multigres.meta.model.ChangeResult.Unchanged;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CatalogTest {
  @Test
  void aFreshClusterHasOneOfEach() {
    Catalog catalog = Catalog.initial();
    Database database = catalog.defaultDatabase().orElseThrow();
    TableGroup group = database.defaultTableGroup().orElseThrow();
    assertThat(database.name()).isEqualTo("postgres");
    assertThat(group.name()).isEqualTo("default");
    assertThat(group.shards()).singleElement().returns("0-inf", Shard::name);
    assertThat(database.state()).isEqualTo(ServingState.READY);
    assertThat(catalog.authority()).isEqualTo(Authority.CATALOG);
    assertThat(catalog.check()).isEmpty();
  }

  @Test
  void anUninitialisedCatalogBreaksC1() {
    assertThat(Catalog.empty().check())
        .containsExactly(new Violation("C1", "there are 0 default databases, not one"));
  }

  @Test
  void everyChangeThereIsCanBeApplied() {
    assertThat(CatalogChange.class.getPermittedSubclasses())
        .allSatisfy(type -> assertThat(Changes.isApplied(type)).as("%s", type).isTrue());
  }

  @Test
  void equalChangesMakeEqualCatalogs() {
    assertThat(story()).isEqualTo(story()).hasSameHashCodeAs(story());
    assertThat(story()).isNotEqualTo(changed(story(), CreateDatabase.named("db2")));
    assertThat(story()).isNotEqualTo(changed(story(), new SetAuthority(Authority.MERGE)));
  }

  @Test
  void aKeyFindsItsShard() {
    Catalog catalog = story();
    assertThat(shardOf(catalog, "db1", "tg1", 0x7f)).contains("0-8");
    assertThat(shardOf(catalog, "db1", "tg1", 0x80)).contains("8-inf");
    assertThat(shardOf(catalog, "db1", "default", 0xff)).contains("0-inf");
    assertThat(catalog.shardOf("db1", "tg1", new byte[0])).map(Shard::name).contains("0-8");
    assertThat(shardOf(catalog, "db1", "tg2", 0)).isEmpty();
    assertThat(shardOf(catalog, "db2", "tg1", 0)).isEmpty();
  }

  @Test
  void aKeyInAGapOfBrokenRowsFindsNoShard() {
    CatalogBuilder rows = Catalog.builder().database(1, "db1", "db1", true, false);
    rows.tableGroup(1, 2, "tg1", "tg1", false, false);
    for (String name : List.of("1-4", "8-inf")) {
      long id = name.length();
      rows.shard(
          2,
          new Shard(id, name, name, KeyRange.parse(name), ShardPlacement.ACTIVE, ShardState.READY));
    }
    Catalog broken = rows.build();
    assertThat(shardOf(broken, "db1", "tg1", 0x05)).isEmpty();
    assertThat(shardOf(broken, "db1", "tg1", 0x3f)).contains("1-4");
    assertThat(shardOf(broken, "db1", "tg1", 0x40)).isEmpty();
    assertThat(shardOf(broken, "db1", "tg1", 0x80)).contains("8-inf");
  }

  @Test
  void externalNamesFindWhatNamesNoLongerDo() {
    Catalog catalog = changed(story(), new RenameDatabase("db1", "renamed"));
    assertThat(catalog.database("db1")).isEmpty();
    assertThat(catalog.databaseByExternalName("db1")).map(Database::name).contains("renamed");
    assertThat(catalog.shard(new ShardKey("db1", "tg1", "8-inf")))
        .map(Shard::name)
        .contains("8-inf");
    assertThat(catalog.shard(new ShardKey("renamed", "tg1", "8-inf"))).isEmpty();
  }

  @Test
  void everyShardIsVisitedInOrder() {
    List<String> visited = new ArrayList<>();
    story().forEachShard((key, shard) -> visited.add(key.toString()));
    assertThat(visited)
        .containsExactly(
            "db1/default/0-inf", "db1/tg1/0-8", "db1/tg1/8-inf", "postgres/default/0-inf");
  }

  @Test
  void tablesAreFoundByGroupAndGroupsByTable() {
    Catalog catalog =
        changed(
            story(),
            new PlaceTable("db1", TableName.of("t2"), "tg1", false),
            new PlaceTable("db1", TableName.of("t1"), "tg1", false),
            new PlaceTable("db1", new TableName("s", "t1"), "default", false));
    Database database = catalog.database("db1").orElseThrow();
    assertThat(database.tablesOf(Applying.tg1(catalog)))
        .containsExactly(TableName.of("t1"), TableName.of("t2"));
    assertThat(database.tableGroupOf(new TableName("s", "t1")))
        .map(TableGroup::name)
        .contains("default");
    assertThat(database.tableGroupOf(TableName.of("t3"))).isEmpty();
  }

  @Test
  void aListOfChangesAppliesWholeOrNotAtAll() {
    List<CatalogChange> right =
        List.of(
            CreateDatabase.named("db1"),
            CreateTableGroup.ofShards("db1", "tg1", 2, false),
            new PlaceTable("db1", TableName.of("t"), "tg1", false));
    assertThat(Catalog.initial().apply(right)).isInstanceOf(Changed.class);

    List<CatalogChange> wrong = new ArrayList<>(right);
    wrong.add(CreateDatabase.named("db1"));
    assertThat(Catalog.initial().apply(wrong))
        .isEqualTo(
            new Refused(
                RefusalCode.ALREADY_EXISTS,
                Optional.of("C2"),
                "change 4 of 4: database \"db1\" already exists"));
  }

  @Test
  void changesThatUndoEachOtherAlterNothing() {
    Catalog catalog = story();
    ChangeResult result =
        catalog.apply(
            List.of(new RenameDatabase("db1", "other"), new RenameDatabase("other", "db1")));
    assertThat(result).isEqualTo(new Unchanged(catalog));
    assertThat(catalog.apply(List.of())).isEqualTo(new Unchanged(catalog));
  }

  @Test
  void idsAreNeverUsedAgain() {
    Catalog catalog = story();
    long first = catalog.database("db1").orElseThrow().id();
    Catalog again =
        changed(
            catalog,
            new DropDatabase("db1", false),
            new ForgetDatabase("db1", false),
            CreateDatabase.named("db1"));
    assertThat(again.database("db1").orElseThrow().id())
        .isGreaterThan(first)
        .isGreaterThanOrEqualTo(catalog.nextId());
  }

  @Test
  void aDatabaseIsReadyWhenAllItsActiveShardsAre() {
    Catalog catalog = story();
    assertThat(catalog.database("db1").orElseThrow().state()).isEqualTo(ServingState.CREATING);
    catalog =
        changed(
            catalog,
            new SetShardState("db1", "default", "0-inf", ShardState.READY),
            new SetShardState("db1", "tg1", "0-8", ShardState.READY));
    assertThat(Applying.tg1(catalog).state()).isEqualTo(ServingState.CREATING);
    catalog = changed(catalog, new SetShardState("db1", "tg1", "8-inf", ShardState.READY));
    assertThat(Applying.tg1(catalog).state()).isEqualTo(ServingState.READY);
    assertThat(catalog.database("db1").orElseThrow().state()).isEqualTo(ServingState.READY);
  }

  @Test
  void theAuthorityIsSetOnce() {
    Catalog catalog = changed(Catalog.initial(), new SetAuthority(Authority.KUBERNETES));
    assertThat(catalog.authority()).isEqualTo(Authority.KUBERNETES);
    Applying.assertUnchanged(catalog, new SetAuthority(Authority.KUBERNETES));
  }

  private static Optional<String> shardOf(Catalog catalog, String database, String group, int key) {
    byte[] bytes = {(byte) key};
    Optional<String> byBytes = catalog.shardOf(database, group, bytes).map(Shard::name);
    assertThat(catalog.shardOf(database, group, ByteString.copyFrom(bytes)).map(Shard::name))
        .isEqualTo(byBytes);
    return byBytes;
  }
}
