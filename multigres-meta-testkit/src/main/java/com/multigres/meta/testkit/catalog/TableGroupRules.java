package com.multigres.meta.testkit.catalog;

import static com.multigres.meta.testkit.catalog.CatalogFixture.refused;
import static com.multigres.meta.testkit.catalog.CatalogFixture.there;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.CatalogChange.DropTableGroup;
import com.multigres.meta.model.CatalogChange.ForgetTableGroup;
import com.multigres.meta.model.CatalogChange.RenameTableGroup;
import com.multigres.meta.model.CatalogChange.SetShardState;
import com.multigres.meta.model.Shard;
import com.multigres.meta.model.ShardState;
import com.multigres.meta.model.TableGroup;
import com.multigres.meta.testkit.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tablegroups, the ranges of their shards, and the shards' states (C2–C4). */
interface TableGroupRules extends CatalogFixture {

  private TableGroup group() {
    return there("tg1 of db1", store().read().catalog().tableGroup("db1", "tg1"));
  }

  private void create(String... shards) {
    apply(CreateDatabase.named("db1"), new CreateTableGroup("db1", "tg1", List.of(shards), false));
  }

  @Test
  @Rule({"C2", "C3"})
  default void aTableGroupKeepsTheShardNamesItWasGiven() {
    create("-40", "40-8", "80-inf");
    assertThat(group().shards()).extracting(Shard::name).containsExactly("-40", "40-8", "80-inf");
    assertThat(another().read()).isEqualTo(store().read());
  }

  @Test
  @Rule("C3")
  default void aTableGroupOfManyEqualShardsIsReadBackAsItWas() {
    apply(CreateDatabase.named("db1"), CreateTableGroup.ofShards("db1", "tg1", 300, false));
    assertThat(group().shards()).hasSize(300);
    assertThat(another().read()).isEqualTo(store().read());
    assertThat(store().check()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0-8", "0-8,9-inf", "0-8,4-inf", "0-8,8-inf,8-inf ", "8-inf", ""})
  @Rule({"C2", "C4"})
  default void rangesThatDoNotTileAreRefused(String shards) {
    apply(CreateDatabase.named("db1"));
    List<String> names = shards.isEmpty() ? List.of() : List.of(shards.trim().split(","));
    CreateTableGroup change = new CreateTableGroup("db1", "tg1", names, false);
    CatalogException error =
        org.assertj.core.api.Assertions.catchThrowableOfType(
            CatalogException.class, () -> apply(change));
    assertThat(error).as("the refusal of %s", names).isNotNull();
    assertThat(error.code()).isIn(Code.RULE_BROKEN, Code.BAD_INPUT);
    assertThat(error).hasMessageContaining(names.isEmpty() ? "tg1" : "8");
    assertThat(store().read().catalog().tableGroup("db1", "tg1")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"8-4", "4-4", "zz-", "0-", "A-B", "1", "0-4-8", "0x1-2"})
  @Rule("C4")
  default void aNameThatSpellsNoRangeIsRefused(String shard) {
    apply(CreateDatabase.named("db1"));
    CatalogException error =
        refused(
            Code.BAD_INPUT, () -> apply(new CreateTableGroup("db1", "tg1", List.of(shard), false)));
    assertThat(error).hasMessageContaining(shard);
  }

  @Test
  @Rule("C3")
  default void aTableGroupIsDroppedForgottenAndMadeAnew() {
    create("0-8", "8-inf");
    long id = group().id();
    refused(Code.RULE_BROKEN, () -> apply(new ForgetTableGroup("db1", "tg1", false)));
    apply(new DropTableGroup("db1", "tg1", false));
    assertThat(group().isDropping()).isTrue();
    apply(new ForgetTableGroup("db1", "tg1", false));
    assertThat(store().read().catalog().tableGroup("db1", "tg1")).isEmpty();
    apply(new CreateTableGroup("db1", "tg1", List.of("0-inf"), false));
    assertThat(group().id()).isGreaterThan(id);
    assertThat(another().read()).isEqualTo(store().read());
  }

  @Test
  @Rule("C2")
  default void aDefaultTableGroupCannotBeDropped() {
    apply(CreateDatabase.named("db1"));
    refused(Code.RULE_BROKEN, () -> apply(new DropTableGroup("db1", "default", false)));
  }

  @Test
  @Rule("C3")
  default void aRenamedTableGroupKeepsIdAndExternalName() {
    create("0-inf");
    long id = group().id();
    String name = has(CatalogCapability.ANY_NAME) ? "Tg Two" : "tg2";
    apply(new RenameTableGroup("db1", "tg1", name));
    TableGroup renamed = there(name + " of db1", store().read().catalog().tableGroup("db1", name));
    assertThat(renamed.id()).isEqualTo(id);
    assertThat(renamed.externalName()).isEqualTo("tg1");
    assertThat(another().read()).isEqualTo(store().read());
  }

  @Test
  @Rule("C3")
  default void aShardGoesThroughItsStates() {
    create("0-8", "8-inf");
    SetShardState ready = new SetShardState("db1", "tg1", "0-8", ShardState.READY);
    if (lacking(CatalogCapability.SHARD_STATES, () -> apply(ready))) {
      return;
    }
    apply(ready);
    assertThat(group().shard("0-8").orElseThrow().state()).isEqualTo(ShardState.READY);
    assertThat(apply(ready).changed()).isFalse();
    apply(new SetShardState("db1", "tg1", "0-8", ShardState.DRAINING));
    apply(ready);
    assertThat(another().read()).isEqualTo(store().read());
  }

  @Test
  @Rule("C3")
  default void severalStepsOfAStateGoInOneList() {
    needs(CatalogCapability.SHARD_STATES, "TableGroups.aShardGoesThroughItsStates");
    create("0-8", "8-inf");
    apply(
        new SetShardState("db1", "tg1", "0-8", ShardState.READY),
        new SetShardState("db1", "tg1", "0-8", ShardState.DRAINING));
    assertThat(another().read().catalog().tableGroup("db1", "tg1").orElseThrow())
        .isEqualTo(group());
    assertThat(group().shard("0-8").orElseThrow().state()).isEqualTo(ShardState.DRAINING);
  }

  @Test
  @Rule({"C3", "C4"})
  default void aStepThatIsNoStepIsRefused() {
    create("0-8", "8-inf");
    needs(CatalogCapability.SHARD_STATES, "TableGroups.aShardGoesThroughItsStates");
    for (ShardState state : List.of(ShardState.DRAINING, ShardState.DROPPING)) {
      refused(Code.RULE_BROKEN, () -> apply(new SetShardState("db1", "tg1", "0-8", state)));
    }
  }
}
