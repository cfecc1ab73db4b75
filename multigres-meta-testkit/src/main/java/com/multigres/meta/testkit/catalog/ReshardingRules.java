package com.multigres.meta.testkit.catalog;

import static com.multigres.meta.testkit.catalog.CatalogFixture.refused;
import static com.multigres.meta.testkit.catalog.CatalogFixture.there;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CancelShards;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.CatalogChange.ForgetShard;
import com.multigres.meta.model.CatalogChange.MergeShards;
import com.multigres.meta.model.CatalogChange.SetShardState;
import com.multigres.meta.model.CatalogChange.SplitShard;
import com.multigres.meta.model.CatalogChange.SwitchShards;
import com.multigres.meta.model.Shard;
import com.multigres.meta.model.ShardPlacement;
import com.multigres.meta.model.ShardState;
import com.multigres.meta.model.TableGroup;
import com.multigres.meta.testkit.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Splits and merges (C2, C3). */
interface ReshardingRules extends CatalogFixture {
  /** Cuts the first of the two shards. */
  SplitShard SPLIT = new SplitShard("db1", "tg1", "0-8", List.of("0-4", "4-8"));

  private TableGroup group() {
    return there("tg1 of db1", store().read().catalog().tableGroup("db1", "tg1"));
  }

  private boolean prepared() {
    apply(
        CreateDatabase.named("db1"),
        new CreateTableGroup("db1", "tg1", List.of("0-8", "8-inf"), false));
    return !lacking(CatalogCapability.PENDING_SHARDS, () -> apply(SPLIT));
  }

  private static CatalogChange state(String shard, ShardState state) {
    return new SetShardState("db1", "tg1", shard, state);
  }

  private List<String> named(ShardPlacement placement) {
    return group().shards().stream()
        .filter(shard -> shard.placement() == placement)
        .map(Shard::name)
        .toList();
  }

  @Test
  @Rule({"C2", "C3"})
  default void aSplitIsSwitchedInOneGenerationAndItsSourceForgotten() {
    if (!prepared()) {
      return;
    }
    apply(SPLIT);
    assertThat(named(ShardPlacement.PENDING)).containsExactly("0-4", "4-8");
    assertThat(named(ShardPlacement.ACTIVE)).containsExactly("0-8", "8-inf");
    SwitchShards over = new SwitchShards("db1", "tg1", List.of("0-4", "4-8"));
    refused(Code.RULE_BROKEN, () -> apply(over));
    apply(state("0-4", ShardState.READY), state("4-8", ShardState.READY));
    apply(over);
    assertThat(named(ShardPlacement.ACTIVE)).containsExactly("0-4", "4-8", "8-inf");
    assertThat(named(ShardPlacement.RETIRED)).containsExactly("0-8");
    assertThat(another().read()).isEqualTo(store().read());
    apply(state("0-8", ShardState.DROPPING));
    apply(new ForgetShard("db1", "tg1", "0-8", false));
    assertThat(named(ShardPlacement.RETIRED)).isEmpty();
    assertThat(another().read()).isEqualTo(store().read());
    assertThat(store().check()).isEmpty();
  }

  @Test
  @Rule("C3")
  default void aWholeSplitGoesInOneList() {
    if (!prepared()) {
      return;
    }
    apply(
        SPLIT,
        state("0-4", ShardState.READY),
        state("4-8", ShardState.READY),
        new SwitchShards("db1", "tg1", List.of("0-4", "4-8")),
        state("0-8", ShardState.DROPPING),
        new ForgetShard("db1", "tg1", "0-8", false));
    assertThat(another().read().catalog().tableGroup("db1", "tg1").orElseThrow())
        .isEqualTo(group());
    assertThat(named(ShardPlacement.ACTIVE)).containsExactly("0-4", "4-8", "8-inf");
  }

  @Test
  @Rule({"C2", "C3"})
  default void aCancelledSplitLeavesItsSourceAndMayBeginAnew() {
    if (!prepared()) {
      return;
    }
    apply(SPLIT);
    apply(new CancelShards("db1", "tg1", List.of("0-4", "4-8")));
    assertThat(named(ShardPlacement.RETIRED)).containsExactly("0-4", "4-8");
    assertThat(named(ShardPlacement.ACTIVE)).containsExactly("0-8", "8-inf");
    apply(SPLIT);
    assertThat(named(ShardPlacement.PENDING)).containsExactly("0-4", "4-8");
    assertThat(another().read()).isEqualTo(store().read());
    assertThat(store().check()).isEmpty();
  }

  @Test
  @Rule({"C2", "C3"})
  default void neighboursAreMerged() {
    if (!prepared()) {
      return;
    }
    apply(new MergeShards("db1", "tg1", List.of("8-inf", "0-8")));
    assertThat(named(ShardPlacement.PENDING)).containsExactly("0-inf");
    refused(Code.RULE_BROKEN, () -> apply(SPLIT));
    apply(state("0-inf", ShardState.READY));
    apply(new SwitchShards("db1", "tg1", List.of("0-inf")));
    assertThat(named(ShardPlacement.ACTIVE)).containsExactly("0-inf");
    assertThat(another().read()).isEqualTo(store().read());
  }

  @Test
  @Rule({"C2", "C4"})
  default void aSplitThatDoesNotTileItsSourceIsRefused() {
    if (!prepared()) {
      return;
    }
    for (List<String> into :
        List.of(List.of("0-4", "5-8"), List.of("0-4", "4-9"), List.of("0-6", "4-8"))) {
      refused(Code.RULE_BROKEN, () -> apply(new SplitShard("db1", "tg1", "0-8", into)));
    }
    assertThat(named(ShardPlacement.PENDING)).isEmpty();
  }
}
