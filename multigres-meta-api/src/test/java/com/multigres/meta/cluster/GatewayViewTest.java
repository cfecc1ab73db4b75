package com.multigres.meta.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.cluster.GatewayView.Route;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.DropTableGroup;
import com.multigres.meta.model.CatalogChange.PlaceTable;
import com.multigres.meta.model.CatalogChange.SetShardState;
import com.multigres.meta.model.CatalogChange.SplitShard;
import com.multigres.meta.model.ChangeResult;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.ShardState;
import com.multigres.meta.model.TableName;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.model.component.PoolerType;
import com.multigres.meta.model.component.RoutingRole;
import com.multigres.meta.model.component.RoutingState;
import com.multigres.meta.model.component.RuleNumber;
import com.multigres.meta.model.component.ServingStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatewayViewTest {
  private static final TableName T = TableName.of("t");
  private static final byte[] LOW_KEY = {0x10};
  private static final byte[] HIGH_KEY = {(byte) 0x90};

  private static GatewayView view(List<Pooler> poolers, CatalogChange... changes) {
    Catalog catalog = Catalog.initial();
    for (CatalogChange change : changes) {
      ChangeResult result = catalog.apply(change);
      assertThat(result).isInstanceOf(ChangeResult.Changed.class);
      catalog = ((ChangeResult.Changed) result).catalog();
    }
    Position position = new Position(3, new ChangeId("x"));
    return new GatewayView(
        new CatalogSnapshot(catalog, position, Duration.ZERO), ShardServers.of(poolers));
  }

  private static Pooler primary(String name, ShardKey shard, long term) {
    return TestCluster.pooler("a", name, shard).toBuilder()
        .type(PoolerType.PRIMARY)
        .routingState(new RoutingState(RoutingRole.PRIMARY, new RuleNumber(term, 0)))
        .build();
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
    Pooler pooler = primary("p", CatalogCreation.HOME, 1);
    Route route = view(List.of(pooler)).route("", T, LOW_KEY).orElseThrow();
    assertThat(route.key()).isEqualTo(CatalogCreation.HOME);
    assertThat(route.primary()).contains(pooler);
    assertThat(route.isServed()).isTrue();
  }

  @Test
  void theKeyOfAPlacedTableDecidesAboutTheShard() {
    GatewayView view = view(List.of(), shardedTable());
    assertThat(view.route("db1", T, LOW_KEY).orElseThrow().shard().name()).isEqualTo("0-8");
    assertThat(view.route("db1", T, HIGH_KEY).orElseThrow().shard().name()).isEqualTo("8-inf");
    TableName other = TableName.of("other");
    assertThat(view.route("db1", other, HIGH_KEY).orElseThrow().tableGroup()).isEqualTo("default");
  }

  @Test
  void whatIsBeingDroppedIsNotRoutedTo() {
    GatewayView view = view(List.of(), shardedTable(new DropDatabase("db1", false)));
    assertThat(view.database("db1")).isEmpty();
    assertThat(view.route("db1", T, LOW_KEY)).isEmpty();
    assertThat(view.routes()).extracting(Route::database).containsExactly("postgres");

    GatewayView group = view(List.of(), shardedTable(new DropTableGroup("db1", "tg1", false)));
    assertThat(group.route("db1", T, LOW_KEY)).isEmpty();
    assertThat(group.routes()).extracting(Route::tableGroup).containsOnly("default");
  }

  @Test
  void pendingShardsAreNotRoutedTo() {
    CatalogChange split = new SplitShard("db1", "tg1", "8-inf", List.of("8-c", "c-inf"));
    GatewayView view = view(List.of(), shardedTable(split));
    assertThat(view.route("db1", T, HIGH_KEY).orElseThrow().shard().name()).isEqualTo("8-inf");
  }

  @Test
  void aShardThatIsBeingCreatedIsNotServedYet() {
    ShardKey key = new ShardKey("db1", "default", "0-inf");
    GatewayView view = view(List.of(primary("p", key, 1)), CreateDatabase.named("db1"));
    assertThat(view.route("db1", T, LOW_KEY).orElseThrow().isServed()).isFalse();
  }

  @Test
  void ofTwoPrimariesTheOneWithTheLaterRuleTakesTheWrites() {
    Pooler old = primary("old", CatalogCreation.HOME, 1);
    Pooler young = primary("young", CatalogCreation.HOME, 2);
    Route route = view(List.of(young, old)).route("", T, LOW_KEY).orElseThrow();
    assertThat(route.primary()).contains(young);
    assertThat(route.replicas()).containsExactly(old);
  }

  @Test
  void whoTakesNoQueriesIsNotRoutedTo() {
    Pooler draining =
        primary("p", CatalogCreation.HOME, 1).toBuilder()
            .servingStatus(ServingStatus.DRAINING)
            .build();
    Route route = view(List.of(draining)).route("", T, LOW_KEY).orElseThrow();
    assertThat(route.primary()).isEmpty();
    assertThat(route.replicas()).isEmpty();
    assertThat(route.isServed()).isFalse();
  }

  @Test
  void anUnknownDatabaseHasNoRoute() {
    assertThat(view(List.of()).route("nowhere", T, LOW_KEY)).isEmpty();
  }
}
