package com.multigres.meta.model;

import static com.multigres.meta.model.Applying.assertBadInput;
import static com.multigres.meta.model.Applying.assertBroken;
import static com.multigres.meta.model.Applying.assertMissing;
import static com.multigres.meta.model.Applying.assertUnchanged;
import static com.multigres.meta.model.Applying.changed;
import static com.multigres.meta.model.Applying.tg1;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.model.CatalogChange.CancelShards;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.DropTableGroup;
import com.multigres.meta.model.CatalogChange.ForgetShard;
import com.multigres.meta.model.CatalogChange.SetShardState;
import com.multigres.meta.model.CatalogChange.SplitShard;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardChangesTest {
  private static final String TG1 = "tablegroup \"tg1\" of database \"db1\"";

  private final Catalog story = Applying.story();
  private final Catalog splitOnce = changed(story, split(), cancel());
  private final Catalog splitTwice = changed(splitOnce, split(), cancel());

  @ParameterizedTest(name = "{0} → {1}: {2}")
  @CsvSource({
    "CREATING, READY, true",
    "CREATING, DRAINING, false",
    "CREATING, DROPPING, true",
    "READY, CREATING, false",
    "READY, DRAINING, true",
    "READY, DROPPING, false",
    "DRAINING, CREATING, false",
    "DRAINING, READY, true",
    "DRAINING, DROPPING, true",
    "DROPPING, CREATING, false",
    "DROPPING, READY, false",
    "DROPPING, DRAINING, false",
  })
  void onlyLegalStepsAreTaken(ShardState from, ShardState to, boolean legal) {
    Catalog catalog = changed(splitOnce, walkTo(from));
    CatalogChange step = set("4-8", to);
    assertThat(from.canBecome(to)).isEqualTo(legal);
    if (legal) {
      assertThat(stateOf(changed(catalog, step), "4-8")).isEqualTo(to);
    } else {
      assertBroken(
          catalog,
          step,
          "C3",
          "shard \"4-8\" in " + TG1 + " is " + from + " and cannot become " + to);
    }
    assertUnchanged(catalog, set("4-8", from));
  }

  @Test
  void aServingShardIsNotDropped() {
    String message =
        " in "
            + TG1
            + " is %s: only a RETIRED shard, or one under a DROPPING parent, can become DROPPING";
    assertBroken(
        story,
        set("0-8", ShardState.DROPPING),
        "C3",
        "shard \"0-8\"" + message.formatted("ACTIVE"));
    assertBroken(
        changed(story, split()),
        set("0-4", ShardState.DROPPING),
        "C3",
        "shard \"0-4\"" + message.formatted("PENDING"));
  }

  @Test
  void underADroppingParentEveryShardCanBeDropped() {
    for (CatalogChange drop :
        List.of(new DropDatabase("db1", false), new DropTableGroup("db1", "tg1", false))) {
      Catalog catalog = changed(story, drop, set("0-8", ShardState.DROPPING));
      assertThat(stateOf(catalog, "0-8")).isEqualTo(ShardState.DROPPING);
    }
  }

  @Test
  void aRetiredShardIsForgottenWhenItIsDropping() {
    assertBroken(
        splitOnce,
        forget("4-8"),
        "C3",
        "shard \"4-8\" in "
            + TG1
            + " is RETIRED and CREATING: only a RETIRED shard that is DROPPING can be forgotten");
    Catalog catalog = changed(splitOnce, set("4-8", ShardState.DROPPING), forget("4-8"));
    assertThat(tg1(catalog).shardByExternalName("4-8")).isEmpty();
  }

  @Test
  void aShardThatServesIsNotForgotten() {
    assertBroken(
        story,
        new ForgetShard("db1", "tg1", "0-8", true),
        "C3",
        "shard \"0-8\" in "
            + TG1
            + " is ACTIVE and CREATING: only a RETIRED shard that is DROPPING can be forgotten");
  }

  @Test
  void aMissingShardIsRefusedUnlessAllowed() {
    assertMissing(story, forget("5-6"), "shard \"5-6\" in " + TG1);
    assertMissing(story, set("5-6", ShardState.READY), "shard \"5-6\" in " + TG1);
    assertMissing(story, set("#99", ShardState.READY), "shard \"#99\" in " + TG1);
    assertUnchanged(story, new ForgetShard("db1", "tg1", "5-6", true));
    assertUnchanged(story, new ForgetShard("db1", "tg9", "5-6", true));
  }

  @Test
  void aNameThatTwoRetiredShardsHaveMeansTheOneWithThatExternalName() {
    Catalog catalog = changed(splitTwice, set("0-4", ShardState.DROPPING));
    assertThat(tg1(catalog).shardByExternalName("0-4").orElseThrow().state())
        .isEqualTo(ShardState.DROPPING);
  }

  @Test
  void whereAllRetiredShardsOfANameHaveOthersTheRefusalListsThem() {
    Catalog catalog =
        changed(
            changed(splitTwice, split(), cancel()), set("0-4", ShardState.DROPPING), forget("0-4"));
    List<Shard> left = tg1(catalog).shards().stream().filter(s -> s.name().equals("0-4")).toList();
    assertBadInput(
        catalog,
        forget("0-4"),
        "",
        "several retired shards of "
            + TG1
            + " are named \"0-4\"; name one by its external name: "
            + left.get(0).externalName()
            + ", "
            + left.get(1).externalName());
    Shard second = left.get(1);
    Catalog one =
        changed(
            catalog,
            set(second.externalName(), ShardState.DROPPING),
            forget(second.externalName()));
    assertThat(tg1(one).shard(second.id())).isEmpty();
  }

  @Test
  void theNumberReachesAnyShard() {
    long id = tg1(splitTwice).shards().stream().filter(Shard::isRetired).toList().get(1).id();
    Catalog catalog = changed(splitTwice, set("#" + id, ShardState.DROPPING), forget("#" + id));
    assertThat(tg1(catalog).shard(id)).isEmpty();
  }

  @Test
  void theServingShardOfANameComesFirst() {
    Catalog again = changed(splitOnce, split(), set("0-4", ShardState.READY));
    assertThat(stateOf(again, "0-4")).isEqualTo(ShardState.READY);
    assertThat(tg1(again).shardByExternalName("0-4").orElseThrow().state())
        .isEqualTo(ShardState.CREATING);
  }

  private static CatalogChange[] walkTo(ShardState state) {
    return switch (state) {
      case CREATING -> new CatalogChange[0];
      case READY -> new CatalogChange[] {set("4-8", ShardState.READY)};
      case DRAINING ->
          new CatalogChange[] {set("4-8", ShardState.READY), set("4-8", ShardState.DRAINING)};
      case DROPPING -> new CatalogChange[] {set("4-8", ShardState.DROPPING)};
    };
  }

  private static ShardState stateOf(Catalog catalog, String shard) {
    TableGroup group = tg1(catalog);
    return group.shard(shard).or(() -> group.shardByExternalName(shard)).orElseThrow().state();
  }

  private static CatalogChange set(String shard, ShardState state) {
    return new SetShardState("db1", "tg1", shard, state);
  }

  private static CatalogChange forget(String shard) {
    return new ForgetShard("db1", "tg1", shard, false);
  }

  private static CatalogChange split() {
    return new SplitShard("db1", "tg1", "0-8", List.of("0-4", "4-8"));
  }

  private static CatalogChange cancel() {
    return new CancelShards("db1", "tg1", List.of("0-4", "4-8"));
  }
}
