package com.multigres.meta.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.CatalogDiff.Different;
import com.multigres.meta.catalog.CatalogDiff.Kind;
import com.multigres.meta.catalog.CatalogDiff.OnlyLeft;
import com.multigres.meta.catalog.CatalogDiff.OnlyRight;
import com.multigres.meta.model.Authority;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.ForgetDatabase;
import com.multigres.meta.model.CatalogChange.MoveTable;
import com.multigres.meta.model.CatalogChange.PlaceTable;
import com.multigres.meta.model.CatalogChange.SetAuthority;
import com.multigres.meta.model.CatalogChange.SetShardState;
import com.multigres.meta.model.CatalogChange.SplitShard;
import com.multigres.meta.model.ChangeResult.Changed;
import com.multigres.meta.model.ShardState;
import com.multigres.meta.model.TableName;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogDiffTest {
  private final Catalog base =
      after(
          Catalog.initial(),
          CreateDatabase.named("db1"),
          new CreateTableGroup("db1", "tg1", List.of("0-8", "8-inf"), false),
          new PlaceTable("db1", TableName.of("t"), "tg1", false));

  @Test
  void equalCatalogsDifferInNothing() {
    assertThat(CatalogDiff.between(base, base)).isEmpty();
  }

  @Test
  void whatOneSideLacksIsNamedOnce() {
    assertThat(CatalogDiff.between(base, Catalog.initial()))
        .containsExactly(
            new Different(Kind.CATALOG, List.of(), "nextId", "10", "4"),
            new OnlyLeft(Kind.DATABASE, List.of("db1")));
    assertThat(CatalogDiff.between(Catalog.initial(), base))
        .contains(new OnlyRight(Kind.DATABASE, List.of("db1")));
  }

  @Test
  void everyValueThatDiffersIsShownWithBothSides() {
    Catalog right =
        after(
            base,
            new SetAuthority(Authority.MERGE),
            new SetShardState("db1", "tg1", "0-8", ShardState.READY),
            new MoveTable("db1", TableName.of("t"), "default"),
            new DropDatabase("db1", false));
    assertThat(CatalogDiff.between(base, right))
        .containsExactly(
            new Different(Kind.CATALOG, List.of(), "authority", "CATALOG", "MERGE"),
            new Different(Kind.DATABASE, List.of("db1"), "dropping", "false", "true"),
            new Different(Kind.SHARD, List.of("db1", "tg1", "0-8"), "state", "CREATING", "READY"),
            new Different(Kind.TABLE, List.of("db1", "public.t"), "tableGroup", "tg1", "default"));
  }

  @Test
  void aSplitShowsItsShards() {
    Catalog right = after(base, new SplitShard("db1", "tg1", "0-8", List.of("0-4", "4-8")));
    assertThat(CatalogDiff.between(base, right))
        .contains(
            new OnlyRight(Kind.SHARD, List.of("db1", "tg1", "0-4")),
            new OnlyRight(Kind.SHARD, List.of("db1", "tg1", "4-8")),
            new Different(Kind.SHARD, List.of("db1", "tg1", "0-8"), "reshardingId", "0", "10"));
  }

  @Test
  void aDatabaseMadeAgainIsAnotherOne() {
    Catalog right =
        after(
            base,
            new DropDatabase("db1", false),
            new ForgetDatabase("db1", false),
            CreateDatabase.named("db1"));
    assertThat(CatalogDiff.between(base, right))
        .contains(
            new Different(Kind.DATABASE, List.of("db1"), "id", "4", "10"),
            new OnlyLeft(Kind.TABLE_GROUP, List.of("db1", "tg1")),
            new OnlyLeft(Kind.TABLE, List.of("db1", "public.t")));
  }

  private static Catalog after(Catalog catalog, CatalogChange... changes) {
    assertThat(catalog.apply(List.of(changes))).isInstanceOf(Changed.class);
    return ((Changed) catalog.apply(List.of(changes))).catalog();
  }
}
