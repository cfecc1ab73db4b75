package com.multigres.meta.model;

import static com.multigres.meta.model.Applying.assertBadInput;
import static com.multigres.meta.model.Applying.assertBroken;
import static com.multigres.meta.model.Applying.assertExists;
import static com.multigres.meta.model.Applying.assertMissing;
import static com.multigres.meta.model.Applying.assertUnchanged;
import static com.multigres.meta.model.Applying.changed;
import static com.multigres.meta.model.Applying.story;
import static com.multigres.meta.model.Applying.tg1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.DropTableGroup;
import com.multigres.meta.model.CatalogChange.ForgetTableGroup;
import com.multigres.meta.model.CatalogChange.PlaceTable;
import com.multigres.meta.model.CatalogChange.RenameTableGroup;
import com.multigres.meta.model.CatalogChange.SplitShard;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableGroupChangesTest {
  private static final String TG1 = "tablegroup \"tg1\" of database \"db1\"";

  private final Catalog story = story();
  private final Catalog dropped = changed(story, new DropTableGroup("db1", "tg1", false));

  @Test
  void shardsKeepTheNamesGiven() {
    Catalog catalog = changed(story, create("tg2", "80-", "-40", "40-80"));
    TableGroup group = catalog.tableGroup("db1", "tg2").orElseThrow();
    assertThat(group.shards()).extracting(Shard::name).containsExactly("-40", "40-80", "80-");
    assertThat(group.shards())
        .allMatch(shard -> shard.state() == ShardState.CREATING && shard.isActive());
    assertThat(group.shards().get(1).externalName()).isEqualTo("40-80");
    assertThat(group.shards().get(0).externalName()).matches("40-[0-9a-f]{8}");
    assertThat(group.isDefault()).isFalse();
  }

  @Test
  void aCountMakesEqualShards() {
    Catalog catalog = changed(story, CreateTableGroup.ofShards("db1", "tg2", 4, false));
    assertThat(catalog.tableGroup("db1", "tg2").orElseThrow().shards())
        .extracting(Shard::name)
        .containsExactly("0-4", "4-8", "8-c", "c-inf");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CreateTableGroup.ofShards("db1", "tg2", 0, false));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "0-8, gap 8-inf",
    "8-inf, gap 0-8",
    "0-4 8-inf, gap 4-8",
    "0-8 4-inf, overlap of 0-8 and 4-inf",
    "0-8 0-80 8-inf, overlap of 0-8 and 0-8",
    "00-inf, gap 0-00",
  })
  void shardsThatDoNotTileAreRefused(String shards, String fault) {
    assertBroken(
        story,
        create("tg2", shards.split(" ")),
        "C2",
        "the shards of tablegroup \"tg2\" of database \"db1\" do not tile the key space: " + fault);
  }

  @Test
  void aTableGroupNeedsAShard() {
    assertBroken(
        story,
        create("tg2"),
        "C2",
        "the shards of tablegroup \"tg2\" of database \"db1\" do not tile the key space: gap 0-inf");
  }

  @Test
  void aShardNameThatSpellsNoRangeIsRefused() {
    assertBadInput(
        story,
        create("tg2", "8-4"),
        "C2",
        "shard name '8-4' is not a key range: its end '4' is not behind its start '8'; write"
            + " START-END, as 0-8, -80 or 8-inf");
    assertBadInput(
        story,
        create("tg2", "shard"),
        "C2",
        "shard name 'shard' is not a key range: it has no -; write START-END, as 0-8, -80"
            + " or 8-inf");
    assertBadInput(story, create("tg2", "0-8", "0-8", "8-inf"), "", "shard \"0-8\" is named twice");
    String digits = "1".repeat(62);
    assertBadInput(
        story,
        create("tg2", "0-" + digits, digits + "-inf"),
        "C10",
        "shard name \"0-" + digits + "\" has 64 bytes, more than the 63 of an identifier");
  }

  @Test
  void aTakenNameIsRefusedUnlessAllowed() {
    assertExists(story, create("tg1", "0-inf"), TG1);
    assertUnchanged(story, new CreateTableGroup("db1", "tg1", List.of("0-inf"), true));
    assertExists(
        dropped,
        new CreateTableGroup("db1", "tg1", List.of("0-inf"), true),
        TG1 + " is DROPPING and");
  }

  @Test
  void whatIsMissingIsNamed() {
    assertMissing(
        story, new CreateTableGroup("db9", "tg1", List.of("0-inf"), true), "database \"db9\"");
    assertMissing(
        story, new DropTableGroup("db1", "tg9", false), "tablegroup \"tg9\" of database \"db1\"");
    assertMissing(story, new ForgetTableGroup("db9", "tg1", false), "database \"db9\"");
    assertUnchanged(story, new DropTableGroup("db1", "tg9", true));
    assertUnchanged(story, new DropTableGroup("db9", "tg1", true));
    assertUnchanged(story, new ForgetTableGroup("db1", "tg9", true));
  }

  @Test
  void aDefaultTableGroupCannotBeDropped() {
    assertBroken(
        story,
        new DropTableGroup("db1", "default", false),
        "C2",
        "the default tablegroup \"default\" of database \"db1\" cannot be dropped");
  }

  @Test
  void aDroppedTableGroupIsForgottenWithItsTables() {
    Catalog catalog =
        changed(
            story,
            new PlaceTable("db1", TableName.of("t1"), "tg1", false),
            new PlaceTable("db1", TableName.of("t2"), "default", false),
            new DropTableGroup("db1", "tg1", false));
    assertThat(tg1(catalog).state()).isEqualTo(ServingState.DROPPING);
    assertUnchanged(catalog, new DropTableGroup("db1", "tg1", false));
    Catalog after = changed(catalog, new ForgetTableGroup("db1", "tg1", false));
    assertThat(after.tableGroup("db1", "tg1")).isEmpty();
    assertThat(after.database("db1").orElseThrow().tables()).containsExactly(TableName.of("t2"));
  }

  @Test
  void onlyADroppingTableGroupIsForgotten() {
    String message = TG1 + " is not DROPPING: drop it before it is forgotten";
    assertBroken(story, new ForgetTableGroup("db1", "tg1", false), "C3", message);
    Catalog underDropping = changed(story, new DropDatabase("db1", false));
    assertBroken(underDropping, new ForgetTableGroup("db1", "tg1", false), "C3", message);
  }

  @Test
  void aTableGroupBeingDroppedDoesNotKeepItsDatabaseFromBeingReady() {
    Catalog catalog =
        changed(
            dropped, new CatalogChange.SetShardState("db1", "default", "0-inf", ShardState.READY));
    assertThat(catalog.database("db1").orElseThrow().state()).isEqualTo(ServingState.READY);
  }

  @Test
  void aRenameKeepsIdExternalNameAndTables() {
    Catalog catalog =
        changed(
            story,
            new PlaceTable("db1", TableName.of("t1"), "tg1", false),
            new RenameTableGroup("db1", "tg1", "tg2"));
    TableGroup renamed = catalog.tableGroup("db1", "tg2").orElseThrow();
    assertThat(renamed.id()).isEqualTo(tg1(story).id());
    assertThat(renamed.externalName()).isEqualTo("tg1");
    assertThat(catalog.database("db1").orElseThrow().tableGroupOf(TableName.of("t1")))
        .contains(renamed);
    assertThat(catalog.tableGroup("db1", "tg1")).isEmpty();
  }

  @Test
  void aRenameToATakenNameIsRefused() {
    assertExists(
        story,
        new RenameTableGroup("db1", "tg1", "default"),
        "tablegroup \"default\" of database \"db1\"");
    assertUnchanged(story, new RenameTableGroup("db1", "tg1", "tg1"));
  }

  @Test
  void aReservedNameGetsAnotherExternalName() {
    Catalog catalog = changed(story, create("locks", "0-inf"));
    assertThat(catalog.tableGroup("db1", "locks").orElseThrow().externalName())
        .matches("locks-[0-9a-f]{8}");
  }

  @Test
  void nothingNewIsMadeInADroppingTableGroup() {
    assertBroken(dropped, new RenameTableGroup("db1", "tg1", "tg2"), "C3", TG1 + " is DROPPING");
    assertBroken(dropped, SplitShard.intoEqual("db1", "tg1", "0-8", 2), "C3", TG1 + " is DROPPING");
    assertBroken(
        dropped, new PlaceTable("db1", TableName.of("t"), "tg1", true), "C3", TG1 + " is DROPPING");
  }

  private static CreateTableGroup create(String name, String... shards) {
    return new CreateTableGroup("db1", name, List.of(shards), false);
  }
}
