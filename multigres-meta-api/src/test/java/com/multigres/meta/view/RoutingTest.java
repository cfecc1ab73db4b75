package com.multigres.meta.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.DropTableGroup;
import com.multigres.meta.model.CatalogChange.PlaceTable;
import com.multigres.meta.model.CatalogChange.RenameDatabase;
import com.multigres.meta.model.CatalogChange.SetShardState;
import com.multigres.meta.model.CatalogChange.SplitShard;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.ShardState;
import com.multigres.meta.model.TableName;
import com.multigres.meta.model.component.Pooler;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoutingTest {
  private static final TableName T = TableName.of("t");
  private static final byte[] LOW_KEY = {0x10};
  private static final byte[] HIGH_KEY = {(byte) 0x90};

  private static ClusterSnapshot view(List<Pooler> poolers, CatalogChange... changes) {
    return new ClusterSnapshot(Views.of(Views.catalog(changes), poolers.toArray(Pooler[]::new)));
  }

  private static CatalogChange[] shardedTable(CatalogChange... more) {
    List<CatalogChange> changes =
        new ArrayList<>(
            List.of(
                CreateDatabase.named("db1"),
                new CreateTableGroup("db1", "tg1", List.of("0-8", "8-inf"), false),
                new PlaceTable("db1", T, "tg1", false),
                new SetShardState("db1", "tg1", "0-8", ShardState.READY),
                new SetShardState("db1", "tg1", "8-inf", ShardState.READY)));
    changes.addAll(List.of(more));
    return changes.toArray(CatalogChange[]::new);
  }

  @Test
  void aConnectionWithoutADatabaseNameMeansTheDefaultDatabase() {
    Pooler pooler = Views.primary("a", "p", Views.HOME, 1);
    ClusterSnapshot view = view(List.of(pooler), shardedTable());
    Route route = view.route("", T, LOW_KEY).orElseThrow();
    assertThat(route.key()).isEqualTo(Views.HOME);
    assertThat(route.primary()).contains(pooler);
    assertThat(route.isServed()).isTrue();
    assertThat(view.route("", "default", LOW_KEY)).contains(route);
  }

  @Test
  void theKeyOfAPlacedTableDecidesAboutTheShard() {
    ClusterSnapshot view = view(List.of(), shardedTable());
    assertThat(view.route("db1", T, LOW_KEY).orElseThrow().shard().name()).isEqualTo("0-8");
    assertThat(view.route("db1", T, HIGH_KEY).orElseThrow().shard().name()).isEqualTo("8-inf");
    assertThat(view.route("db1", "tg1", HIGH_KEY).orElseThrow().shard().name()).isEqualTo("8-inf");
    TableName other = TableName.of("other");
    Route route = view.route("db1", other, HIGH_KEY).orElseThrow();
    assertThat(route.tableGroup().name()).isEqualTo("default");
  }

  @Test
  void aQueryWithoutAKeyGoesToEveryShard() {
    ClusterSnapshot view = view(List.of(), shardedTable());
    assertThat(view.routes("db1", "tg1"))
        .extracting(route -> route.shard().name())
        .containsExactly("0-8", "8-inf");
    assertThat(view.routes("db1", "nowhere")).isEmpty();
  }

  @Test
  void whatIsBeingDroppedIsNotRoutedTo() {
    ClusterSnapshot view = view(List.of(), shardedTable(new DropDatabase("db1", false)));
    assertThat(view.database("db1")).isEmpty();
    assertThat(view.route("db1", T, LOW_KEY)).isEmpty();
    assertThat(view.route("db1", "tg1", LOW_KEY)).isEmpty();
    assertThat(view.routes())
        .extracting(route -> route.database().name())
        .containsExactly("postgres");

    ClusterSnapshot group = view(List.of(), shardedTable(new DropTableGroup("db1", "tg1", false)));
    assertThat(group.route("db1", T, LOW_KEY)).isEmpty();
    assertThat(group.routes("db1", "tg1")).isEmpty();
    assertThat(group.routes())
        .extracting(route -> route.tableGroup().name())
        .containsOnly("default");
  }

  @Test
  void pendingShardsAreNotRoutedTo() {
    CatalogChange split = new SplitShard("db1", "tg1", "8-inf", List.of("8-c", "c-inf"));
    ClusterSnapshot view = view(List.of(), shardedTable(split));
    assertThat(view.route("db1", T, HIGH_KEY).orElseThrow().shard().name()).isEqualTo("8-inf");
  }

  @Test
  void aShardThatIsBeingCreatedIsNotServedYet() {
    ShardKey key = new ShardKey("db1", "default", "0-inf");
    ClusterSnapshot view =
        view(List.of(Views.primary("a", "p", key, 1)), CreateDatabase.named("db1"));
    assertThat(view.route("db1", T, LOW_KEY).orElseThrow().isServed()).isFalse();
  }

  @Test
  void aRenamedDatabaseKeepsItsPoolers() {
    Pooler pooler = Views.primary("a", "p", new ShardKey("db1", "tg1", "0-8"), 1);
    ClusterSnapshot view = view(List.of(pooler), shardedTable(new RenameDatabase("db1", "sales")));
    assertThat(view.route("sales", T, LOW_KEY).orElseThrow().primary()).contains(pooler);
    assertThat(view.route("db1", T, LOW_KEY)).isEmpty();
  }

  @Test
  void anUnknownDatabaseHasNoRoute() {
    assertThat(view(List.of(), shardedTable()).route("nowhere", T, LOW_KEY)).isEmpty();
    assertThat(new ClusterSnapshot(Views.empty()).route("", T, LOW_KEY)).isEmpty();
    assertThat(new ClusterSnapshot(Views.empty()).routes()).isEmpty();
  }

  @Test
  void aPoolerThatMovesToAnotherShardLeavesTheFirst() {
    ShardKey low = new ShardKey("db1", "tg1", "0-8");
    ShardKey high = new ShardKey("db1", "tg1", "8-inf");
    Parts before = Views.of(Views.catalog(shardedTable()), Views.primary("a", "p", low, 1));
    Pooler moved = Views.primary("a", "p", high, 2);
    ClusterSnapshot after = new ClusterSnapshot(before.with(moved));
    assertThat(after.poolers(low)).isSameAs(ShardPoolers.NONE);
    assertThat(after.poolers(high).primary()).contains(moved);
    assertThat(new ClusterSnapshot(before).poolers(low).primary()).isPresent();
    ClusterSnapshot gone = new ClusterSnapshot(before.with(moved).without(moved.id()));
    assertThat(gone.poolers(high)).isSameAs(ShardPoolers.NONE);
  }
}
