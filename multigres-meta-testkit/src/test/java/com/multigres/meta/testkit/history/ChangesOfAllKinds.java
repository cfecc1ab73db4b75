package com.multigres.meta.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.model.Authority;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CancelShards;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.DropTableGroup;
import com.multigres.meta.model.CatalogChange.ForgetDatabase;
import com.multigres.meta.model.CatalogChange.ForgetShard;
import com.multigres.meta.model.CatalogChange.ForgetTableGroup;
import com.multigres.meta.model.CatalogChange.MergeShards;
import com.multigres.meta.model.CatalogChange.MoveTable;
import com.multigres.meta.model.CatalogChange.PlaceTable;
import com.multigres.meta.model.CatalogChange.RemoveTable;
import com.multigres.meta.model.CatalogChange.RenameDatabase;
import com.multigres.meta.model.CatalogChange.RenameTable;
import com.multigres.meta.model.CatalogChange.RenameTableGroup;
import com.multigres.meta.model.CatalogChange.SetAuthority;
import com.multigres.meta.model.CatalogChange.SetShardState;
import com.multigres.meta.model.CatalogChange.SplitShard;
import com.multigres.meta.model.CatalogChange.SwitchShards;
import com.multigres.meta.model.ChangeResult;
import com.multigres.meta.model.ShardState;
import com.multigres.meta.model.TableName;
import java.util.List;

/** A change of each kind, and a catalog that has something of everything. */
final class ChangesOfAllKinds {
  private static final TableName TABLE = new TableName("My \"schema\"", "t");

  private ChangesOfAllKinds() {}

  static List<CatalogChange> list() {
    List<CatalogChange> all =
        List.of(
            CreateDatabase.named("Odd \"name\" ü", true),
            new DropDatabase("d", true),
            new ForgetDatabase("d", false),
            new RenameDatabase("d", "e"),
            new CreateTableGroup("d", "g", List.of("0-8", "8-inf"), false),
            new DropTableGroup("d", "g", true),
            new ForgetTableGroup("d", "g", false),
            new RenameTableGroup("d", "g", "h"),
            new SplitShard("d", "g", "0-8", List.of("0-4", "4-8")),
            new MergeShards("d", "g", List.of("0-4", "4-8")),
            new CancelShards("d", "g", List.of("0-8")),
            new SwitchShards("d", "g", List.of("0-8")),
            new ForgetShard("d", "g", "0-8", true),
            new PlaceTable("d", TABLE, "g", false),
            new MoveTable("d", TABLE, "default"),
            new RemoveTable("d", TABLE, true),
            new RenameTable("d", TABLE, TableName.of("u")),
            new SetShardState("d", "g", "0-8", ShardState.READY),
            new SetAuthority(Authority.MERGE));
    assertThat(all)
        .extracting(Object::getClass)
        .containsExactlyInAnyOrder(CatalogChange.class.getPermittedSubclasses());
    return all;
  }

  static Catalog catalog() {
    ChangeResult result =
        Catalog.initial()
            .apply(
                List.of(
                    CreateDatabase.named("Odd \"name\" ü"),
                    new CreateTableGroup("Odd \"name\" ü", "g", List.of("0-8", "8-inf"), false),
                    new PlaceTable("Odd \"name\" ü", TABLE, "g", false),
                    new SplitShard("Odd \"name\" ü", "g", "0-8", List.of("0-4", "4-8")),
                    new CancelShards("Odd \"name\" ü", "g", List.of("0-4", "4-8")),
                    new SplitShard("Odd \"name\" ü", "g", "8-inf", List.of("8-c", "c-inf")),
                    CreateDatabase.named("gone"),
                    new DropDatabase("gone", false),
                    new SetAuthority(Authority.MERGE)));
    return ((ChangeResult.Changed) result).catalog();
  }
}
