package com.multigres.meta.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CancelShards;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.SetShardState;
import com.multigres.meta.model.CatalogChange.SplitShard;
import com.multigres.meta.model.CatalogChange.SwitchShards;
import com.multigres.meta.model.ChangeResult;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.ShardState;
import com.multigres.meta.model.component.Lifecycle;
import com.multigres.meta.model.component.LifecycleStatus;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.model.component.PoolerType;
import com.multigres.meta.model.component.ServingStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardSettlingTest {
  private static final ShardKey DB1 = new ShardKey("db1", "default", "0-inf");
  private static final ShardKey OLD = new ShardKey("postgres", "tg1", "0-inf");

  private static Catalog apply(Catalog catalog, CatalogChange... changes) {
    ChangeResult result = catalog.apply(List.of(changes));
    assertThat(result).isInstanceOf(ChangeResult.Changed.class);
    return ((ChangeResult.Changed) result).catalog();
  }

  private static Pooler primary(ShardKey shard) {
    return TestCluster.pooler("a", "p", shard).toBuilder().type(PoolerType.PRIMARY).build();
  }

  private static List<String> reasons(Catalog catalog, ShardServers servers) {
    return ShardSettling.steps(catalog, servers).stream().map(ShardSettling.Step::reason).toList();
  }

  private static ShardServers of(Pooler... poolers) {
    return ShardServers.of(List.of(poolers));
  }

  /** A tablegroup whose only shard was split and switched away from. */
  private static Catalog switched() {
    return apply(
        Catalog.initial(),
        new CreateTableGroup("postgres", "tg1", List.of("0-inf"), false),
        new SetShardState("postgres", "tg1", "0-inf", ShardState.READY),
        new SplitShard("postgres", "tg1", "0-inf", List.of("0-8", "8-inf")),
        new SetShardState("postgres", "tg1", "0-8", ShardState.READY),
        new SetShardState("postgres", "tg1", "8-inf", ShardState.READY),
        new SwitchShards("postgres", "tg1", List.of("0-8", "8-inf")));
  }

  @Test
  void aShardIsReadyOnceAPrimaryServesIt() {
    Catalog catalog = apply(Catalog.initial(), CreateDatabase.named("db1"));
    assertThat(reasons(catalog, of())).isEmpty();
    assertThat(reasons(catalog, of(TestCluster.pooler("a", "p", DB1)))).isEmpty();
    assertThat(reasons(catalog, of(primary(DB1))))
        .containsExactly("shard db1/default/0-inf: a primary serves it");
  }

  @Test
  void aReadyShardStaysReadyWhenItsPrimaryIsLost() {
    assertThat(reasons(Catalog.initial(), of())).isEmpty();
  }

  @Test
  void nothingIsReadyInADatabaseThatIsBeingDropped() {
    Catalog catalog =
        apply(Catalog.initial(), CreateDatabase.named("db1"), new DropDatabase("db1", false));
    assertThat(reasons(catalog, of(primary(DB1)))).isEmpty();
  }

  @Test
  void aRetiredShardIsDrainedThenDroppedThenForgotten() {
    Catalog catalog = switched();
    Pooler pooler = primary(OLD);
    assertThat(reasons(catalog, of(pooler)))
        .containsExactly("shard postgres/tg1/0-inf: it was switched away from");
    catalog = settle(catalog, of(pooler));
    assertThat(reasons(catalog, of(pooler))).isEmpty();

    Pooler drained = pooler.toBuilder().servingStatus(ServingStatus.DISABLED).build();
    assertThat(reasons(catalog, of(drained)))
        .containsExactly("shard postgres/tg1/0-inf: nobody serves it any more");
    catalog = settle(catalog, of(drained));
    assertThat(reasons(catalog, of(drained))).isEmpty();

    Lifecycle gone = new Lifecycle(LifecycleStatus.SHUTDOWN, "stopped", Instant.EPOCH);
    Pooler stopped = drained.toBuilder().lifecycle(gone).build();
    assertThat(ShardSettling.steps(catalog, of(stopped)))
        .singleElement()
        .matches(ShardSettling.Step::forgets);
    catalog = settle(catalog, of(stopped));
    assertThat(catalog.tableGroup("postgres", "tg1").orElseThrow().shards()).hasSize(2);
  }

  @Test
  void nothingIsDroppedWhileACellCannotBeAsked() {
    Catalog draining = settle(switched(), of());
    assertThat(reasons(draining, ShardServers.partly(List.of()))).isEmpty();
    assertThat(reasons(draining, of())).hasSize(1);
  }

  @Test
  void cancelledShardsThatWereNeverReadyAreDropped() {
    Catalog catalog =
        apply(
            Catalog.initial(),
            new CreateTableGroup("postgres", "tg1", List.of("0-inf"), false),
            new SplitShard("postgres", "tg1", "0-inf", List.of("0-8", "8-inf")),
            new CancelShards("postgres", "tg1", List.of("0-8", "8-inf")));
    assertThat(reasons(catalog, of())).hasSize(2).allMatch(line -> line.contains("cancelled"));
  }

  private static Catalog settle(Catalog catalog, ShardServers servers) {
    return apply(
        catalog,
        ShardSettling.steps(catalog, servers).stream()
            .map(ShardSettling.Step::change)
            .toArray(CatalogChange[]::new));
  }
}
