package com.multigres.meta.model;

import static com.multigres.meta.model.Applying.assertBadInput;
import static com.multigres.meta.model.Applying.assertBroken;
import static com.multigres.meta.model.Applying.assertExists;
import static com.multigres.meta.model.Applying.assertMissing;
import static com.multigres.meta.model.Applying.assertUnchanged;
import static com.multigres.meta.model.Applying.changed;
import static com.multigres.meta.model.Applying.story;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.ForgetDatabase;
import com.multigres.meta.model.CatalogChange.PlaceTable;
import com.multigres.meta.model.CatalogChange.RenameDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatabaseChangesTest {
  private final Catalog story = story();
  private final Catalog dropped = changed(story, new DropDatabase("db1", false));

  @Test
  void aNewDatabaseHasADefaultTableGroupOfOneShardBeingCreated() {
    Database database = story.database("db1").orElseThrow();
    TableGroup group = database.defaultTableGroup().orElseThrow();
    assertThat(database.isDefault()).isFalse();
    assertThat(group.name()).isEqualTo("default");
    assertThat(group.shards())
        .singleElement()
        .returns("0-inf", Shard::name)
        .returns(ShardState.CREATING, Shard::state)
        .returns(ShardPlacement.ACTIVE, Shard::placement);
  }

  @Test
  void theNamesBelowADatabaseCanBeGiven() {
    Catalog catalog = changed(story, new CreateDatabase("db2", "main", "-", false));
    assertThat(catalog.tableGroup("db2", "main").orElseThrow().shards())
        .singleElement()
        .returns("-", Shard::name)
        .returns(KeyRange.full(), Shard::range);
    assertBadInput(
        story,
        new CreateDatabase("db2", "main", "0-8", false),
        "",
        "shard name \"0-8\" does not spell the whole key space");
  }

  @Test
  void aTakenNameIsRefusedUnlessAllowed() {
    assertExists(story, CreateDatabase.named("db1"), "database \"db1\"");
    assertUnchanged(story, CreateDatabase.named("db1", true));
  }

  @Test
  void theNameOfADroppedDatabaseStaysTaken() {
    assertExists(dropped, CreateDatabase.named("db1"), "database \"db1\" is DROPPING and");
    assertExists(dropped, CreateDatabase.named("db1", true), "database \"db1\" is DROPPING and");
  }

  @Test
  void aNameThatIsNoIdentifierIsRefused() {
    assertBadInput(story, CreateDatabase.named(""), "C10", "database name \"\" is empty");
    assertBadInput(
        story,
        CreateDatabase.named("x".repeat(64)),
        "C10",
        "database name \"" + "x".repeat(64) + "\" has 64 bytes, more than the 63 of an identifier");
    assertBadInput(
        story, new RenameDatabase("db1", "a\0"), "C10", "database name \"a\ufffd\" contains NUL");
    assertBadInput(
        story,
        new CreateDatabase("db2", "", "0-inf", false),
        "C10",
        "tablegroup name \"\" is empty");
  }

  @Test
  void namesAreCaseSensitive() {
    Catalog catalog = changed(story, CreateDatabase.named("DB1"));
    assertThat(catalog.database("DB1").orElseThrow().externalName()).matches("db1-[0-9a-f]{8}");
  }

  @Test
  void aDroppedDatabaseIsDroppingAndForgottenThen() {
    Database database = dropped.database("db1").orElseThrow();
    assertThat(database.state()).isEqualTo(ServingState.DROPPING);
    assertThat(database.tableGroups())
        .allMatch(group -> database.stateOf(group) == ServingState.DROPPING);
    assertUnchanged(dropped, new DropDatabase("db1", false));
    assertThat(changed(dropped, new ForgetDatabase("db1", false)).database("db1")).isEmpty();
  }

  @Test
  void onlyADroppingDatabaseIsForgotten() {
    assertBroken(
        story,
        new ForgetDatabase("db1", false),
        "C3",
        "database \"db1\" is not DROPPING: drop it before it is forgotten");
  }

  @Test
  void theDefaultDatabaseCannotBeDropped() {
    assertBroken(
        story,
        new DropDatabase("postgres", true),
        "C2",
        "the default database \"postgres\" cannot be dropped");
  }

  @Test
  void aMissingDatabaseIsRefusedUnlessAllowed() {
    assertMissing(story, new DropDatabase("db9", false), "database \"db9\"");
    assertMissing(story, new ForgetDatabase("db9", false), "database \"db9\"");
    assertMissing(story, new RenameDatabase("db9", "db8"), "database \"db9\"");
    assertUnchanged(story, new DropDatabase("db9", true));
    assertUnchanged(story, new ForgetDatabase("db9", true));
  }

  @Test
  void aRenameKeepsIdAndExternalName() {
    Database before = story.database("db1").orElseThrow();
    Database after = changed(story, new RenameDatabase("db1", "new")).database("new").orElseThrow();
    assertThat(after.id()).isEqualTo(before.id());
    assertThat(after.externalName()).isEqualTo("db1");
    assertThat(after.tableGroups()).containsExactlyElementsOf(before.tableGroups());
  }

  @Test
  void theOldNameOfARenamedDatabaseIsFreeButNotItsExternalName() {
    Catalog catalog = changed(story, new RenameDatabase("db1", "new"), CreateDatabase.named("db1"));
    assertThat(catalog.database("db1").orElseThrow().externalName()).matches("db1-[0-9a-f]{8}");
  }

  @Test
  void aRenameToATakenNameIsRefused() {
    assertExists(story, new RenameDatabase("db1", "postgres"), "database \"postgres\"");
    assertUnchanged(story, new RenameDatabase("db1", "db1"));
    assertThat(changed(story, new RenameDatabase("postgres", "main")).defaultDatabase())
        .map(Database::name)
        .contains("main");
  }

  @Test
  void nothingNewIsMadeInADroppingDatabase() {
    String dropping = "database \"db1\" is DROPPING";
    assertBroken(dropped, new RenameDatabase("db1", "free"), "C3", dropping);
    assertBroken(
        dropped, new CreateTableGroup("db1", "tg2", List.of("0-inf"), false), "C3", dropping);
    assertBroken(dropped, new PlaceTable("db1", TableName.of("t"), "tg1", false), "C3", dropping);
  }
}
