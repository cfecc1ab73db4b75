package com.multigres.meta.model;

import static com.multigres.meta.model.Applying.assertBadInput;
import static com.multigres.meta.model.Applying.assertBroken;
import static com.multigres.meta.model.Applying.assertMissing;
import static com.multigres.meta.model.Applying.assertUnchanged;
import static com.multigres.meta.model.Applying.changed;
import static com.multigres.meta.model.Applying.tg1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.multigres.meta.model.CatalogChange.CancelShards;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.MergeShards;
import com.multigres.meta.model.CatalogChange.SetShardState;
import com.multigres.meta.model.CatalogChange.SplitShard;
import com.multigres.meta.model.CatalogChange.SwitchShards;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReshardChangesTest {
  private static final String TG1 = "tablegroup \"tg1\" of database \"db1\"";

  private final Catalog story = Applying.story();
  private final Catalog split = changed(story, split("0-8", "0-4", "4-8"));
  private final Catalog ready = changed(split, ready("0-4"), ready("4-8"));
  private final Catalog merging = changed(story, merge("8-inf", "0-8"));

  @Test
  void aSplitPutsPendingShardsBesideTheActiveOne() {
    assertThat(tg1(split).shards())
        .extracting(Shard::name, Shard::placement, Shard::state)
        .containsExactly(
            tuple("0-8", ShardPlacement.ACTIVE, ShardState.CREATING),
            tuple("0-4", ShardPlacement.PENDING, ShardState.CREATING),
            tuple("4-8", ShardPlacement.PENDING, ShardState.CREATING),
            tuple("8-inf", ShardPlacement.ACTIVE, ShardState.CREATING));
    assertThat(tg1(split).reshardings())
        .singleElement()
        .satisfies(
            resharding -> {
              assertThat(resharding.sources()).extracting(Shard::name).containsExactly("0-8");
              assertThat(resharding.targets())
                  .extracting(Shard::name)
                  .containsExactly("0-4", "4-8");
            });
  }

  @Test
  void keysGoToTheOldShardUntilTheSwitch() {
    byte[] key = {0x50};
    assertThat(split.shardOf("db1", "tg1", key)).map(Shard::name).contains("0-8");
    assertThat(switched().shardOf("db1", "tg1", key)).map(Shard::name).contains("4-8");
  }

  @Test
  void aSwitchNeedsEveryPendingShardReady() {
    assertBroken(
        changed(split, ready("0-4")),
        switchTo("0-4", "4-8"),
        "C3",
        "shard \"4-8\" in " + TG1 + " is CREATING: a switch needs all its pending shards READY");
  }

  @Test
  void aSwitchRetiresTheSources() {
    assertThat(tg1(switched()).shards())
        .extracting(Shard::name, Shard::placement, Shard::isResharding)
        .containsExactly(
            tuple("0-8", ShardPlacement.RETIRED, false),
            tuple("0-4", ShardPlacement.ACTIVE, false),
            tuple("4-8", ShardPlacement.ACTIVE, false),
            tuple("8-inf", ShardPlacement.ACTIVE, false));
    assertThat(tg1(switched()).reshardings()).isEmpty();
  }

  @Test
  void aSwitchTakesAllPendingShardsOfOneSplit() {
    assertBroken(
        ready,
        switchTo("0-4"),
        "C2",
        "shards [0-4] of " + TG1 + " are not one split or merge: that of \"0-4\" has [0-4, 4-8]");
    Catalog both = changed(ready, split("8-inf", "8-c", "c-inf"));
    assertBroken(
        both,
        switchTo("0-4", "4-8", "8-c", "c-inf"),
        "C2",
        "shards [0-4, 4-8, 8-c, c-inf] of "
            + TG1
            + " are not one split or merge: that of \"0-4\" has [0-4, 4-8]");
  }

  @Test
  void onlyPendingShardsAreSwitchedOrCancelled() {
    String active = "shard \"0-8\" in " + TG1 + " is ACTIVE, not PENDING";
    assertBroken(story, switchTo("0-8"), "C3", active);
    assertBroken(story, cancel("0-8"), "C3", active);
    assertBadInput(story, switchTo(), "", "no pending shard is named");
    assertMissing(story, cancel("0-4"), "shard \"0-4\" in " + TG1);
  }

  @Test
  void cancellingRetiresThePendingShardsAndFreesTheSource() {
    Catalog cancelled = changed(split, cancel("4-8", "0-4"));
    assertThat(tg1(cancelled).shards())
        .extracting(Shard::name, Shard::placement, Shard::isResharding)
        .containsExactly(
            tuple("0-8", ShardPlacement.ACTIVE, false),
            tuple("0-4", ShardPlacement.RETIRED, false),
            tuple("4-8", ShardPlacement.RETIRED, false),
            tuple("8-inf", ShardPlacement.ACTIVE, false));
  }

  @Test
  void aSplitAfterACancelledOneGetsNewShardsWithNewExternalNames() {
    Catalog again = changed(split, cancel("0-4", "4-8"), split("0-8", "0-4", "4-8"));
    List<Shard> named = tg1(again).shards().stream().filter(s -> s.name().equals("0-4")).toList();
    assertThat(named).hasSize(2).extracting(Shard::externalName).doesNotHaveDuplicates();
    assertThat(named).extracting(Shard::id).doesNotHaveDuplicates();
    assertThat(tg1(again).shard("0-4")).contains(named.get(1));
  }

  @Test
  void aShardIsSourceOfOneAtMost() {
    String taken = "shard \"0-8\" in " + TG1 + " is source of another split or merge already";
    assertBroken(split, split("0-8", "0-2", "2-8"), "C2", taken);
    assertBroken(split, merge("0-8", "8-inf"), "C2", taken);
    assertBroken(merging, split("0-8", "0-4", "4-8"), "C2", taken);
  }

  @Test
  void theSameSplitOrMergeAgainAltersNothing() {
    assertUnchanged(split, split("0-8", "4-8", "0-4"));
    assertUnchanged(merging, merge("0-8", "8-inf"));
  }

  @Test
  void aPendingShardIsNoSource() {
    assertBroken(
        split,
        split("0-4", "0-2", "2-4"),
        "C3",
        "shard \"0-4\" in " + TG1 + " is PENDING, not ACTIVE");
    assertMissing(switched(), split("0-8", "0-2", "2-8"), "shard \"0-8\" in " + TG1);
  }

  @ParameterizedTest(name = "into {0}: {1}")
  @CsvSource({
    "0-4 5-8, gap 4-5",
    "0-5 4-8, overlap of 0-5 and 4-8",
    "0-4 4-inf, 4-inf ends outside 0-8",
    "1-4 4-8, gap 0-1",
  })
  void aSplitTilesExactlyItsSource(String into, String fault) {
    List<String> names = List.of(into.split(" "));
    assertBroken(
        story,
        new SplitShard("db1", "tg1", "0-8", names),
        "C2",
        "shards " + names + " of " + TG1 + " do not tile 0-8: " + fault);
  }

  @Test
  void aSplitNeedsTwoNewShardsWithTwoNames() {
    assertBadInput(
        story,
        split("0-8", "0-80"),
        "",
        "a split of shard \"0-8\" needs at least two new shards, not [0-80]");
    assertBadInput(story, split("0-8", "0-4", "0-4"), "", "shard \"0-4\" is named twice");
    assertBadInput(
        story,
        split("0-8", "0-4", "x"),
        "C2",
        "shard name 'x' is not a key range: it has no -; write START-END, as 0-8, -80 or"
            + " 8-inf");
  }

  @Test
  void aSplitIntoWhatIsNoRangeNamesTheRange() {
    assertBadInput(
        story,
        split("0-8", "8-4"),
        "C2",
        "shard name '8-4' is not a key range: its end '4' is not behind its start '8'; write"
            + " START-END, as 0-8, -80 or 8-inf");
  }

  @Test
  void aSplitIntoEqualPartsNamesThem() {
    assertThat(SplitShard.intoEqual("db1", "tg1", "8-inf", 2).into())
        .containsExactly("8-c", "c-inf");
  }

  @Test
  void aMergeJoinsNeighboursUnderOneName() {
    assertThat(tg1(merging).reshardings())
        .singleElement()
        .satisfies(
            resharding -> {
              assertThat(resharding.sources())
                  .extracting(Shard::name)
                  .containsExactly("0-8", "8-inf");
              assertThat(resharding.targets()).extracting(Shard::name).containsExactly("0-inf");
            });
    Catalog merged = changed(merging, ready("0-inf"), switchTo("0-inf"));
    assertThat(tg1(merged).activeShards()).extracting(Shard::name).containsExactly("0-inf");
  }

  @Test
  void aMergeBackGetsTheOldNameAndAnotherExternalName() {
    Catalog back = changed(switched(), merge("0-4", "4-8"), ready("0-8"), switchTo("0-8"));
    assertThat(tg1(back).shard("0-8").orElseThrow())
        .returns(ShardPlacement.ACTIVE, Shard::placement)
        .satisfies(shard -> assertThat(shard.externalName()).matches("0-8-[0-9a-f]{8}"));
    assertThat(tg1(back).shardByExternalName("0-8").orElseThrow().isRetired()).isTrue();
  }

  @Test
  void onlyNeighboursMerge() {
    Catalog four = changed(story, CatalogChange.CreateTableGroup.ofShards("db1", "tg4", 4, false));
    assertBroken(
        four,
        new MergeShards("db1", "tg4", List.of("8-c", "0-4")),
        "C2",
        "shards up to 0-4 and 8-c of tablegroup \"tg4\" of database \"db1\" are not neighbours");
    assertBadInput(story, merge("0-8"), "", "a merge needs at least two shards");
    assertBadInput(story, merge("0-8", "0-8"), "", "a merge needs at least two shards");
  }

  @Test
  void aDefaultTableGroupKeepsItsOnlyShard() {
    assertBroken(
        story,
        SplitShard.intoEqual("db1", "default", "0-inf", 2),
        "C2",
        "the default tablegroup \"default\" of database \"db1\" has exactly one shard, of the whole"
            + " range");
  }

  @Test
  void underADroppingParentASplitIsOnlyCancelled() {
    Catalog dropping = changed(ready, new DropDatabase("db1", false));
    String message = "database \"db1\" is DROPPING";
    assertBroken(dropping, switchTo("0-4", "4-8"), "C3", message);
    assertBroken(dropping, split("8-inf", "8-c", "c-inf"), "C3", message);
    assertBroken(dropping, merge("0-8", "8-inf"), "C3", message);
    assertThat(tg1(changed(dropping, cancel("0-4", "4-8"))).reshardings()).isEmpty();
  }

  private Catalog switched() {
    return changed(ready, switchTo("4-8", "0-4"));
  }

  private static CatalogChange split(String shard, String... into) {
    return new SplitShard("db1", "tg1", shard, List.of(into));
  }

  private static CatalogChange merge(String... shards) {
    return new MergeShards("db1", "tg1", List.of(shards));
  }

  private static CatalogChange switchTo(String... shards) {
    return new SwitchShards("db1", "tg1", List.of(shards));
  }

  private static CatalogChange cancel(String... shards) {
    return new CancelShards("db1", "tg1", List.of(shards));
  }

  private static CatalogChange ready(String shard) {
    return new SetShardState("db1", "tg1", shard, ShardState.READY);
  }
}
