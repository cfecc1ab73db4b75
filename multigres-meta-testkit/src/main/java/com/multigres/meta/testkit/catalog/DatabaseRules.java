package com.multigres.meta.testkit.catalog;

import static com.multigres.meta.testkit.catalog.CatalogFixture.refused;
import static com.multigres.meta.testkit.catalog.CatalogFixture.there;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.ForgetDatabase;
import com.multigres.meta.model.CatalogChange.RenameDatabase;
import com.multigres.meta.model.Database;
import com.multigres.meta.model.Shard;
import com.multigres.meta.model.TableGroup;
import com.multigres.meta.testkit.Rule;
import org.junit.jupiter.api.Test;

/** Databases: made, dropped, forgotten, renamed (C2–C4). */
interface DatabaseRules extends CatalogFixture {

  private Database database(String name) {
    return there(name, store().read().catalog().database(name));
  }

  @Test
  @Rule("C3")
  default void aNewDatabaseHasADefaultTableGroupWithOneShard() {
    apply(CreateDatabase.named("db1"));
    TableGroup group = there("its default", database("db1").defaultTableGroup());
    assertThat(group.name()).isEqualTo("default");
    assertThat(group.shards()).extracting(Shard::name).containsExactly("0-inf");
    assertThat(database("db1").isDefault()).isFalse();
  }

  @Test
  @Rule({"C2", "C4"})
  default void aTakenNameIsRefusedAndNothingIsStored() {
    apply(CreateDatabase.named("db1"));
    CatalogSnapshot before = store().read();
    CatalogException error = refused(Code.ALREADY_EXISTS, () -> apply(CreateDatabase.named("db1")));
    assertThat(error).hasMessageContaining("db1");
    assertThat(another().read()).isEqualTo(before);
  }

  @Test
  @Rule("C5")
  default void creatingIfNotExistsAltersNothing() {
    apply(CreateDatabase.named("db1"));
    CatalogSnapshot before = store().read();
    assertThat(apply(CreateDatabase.named("db1", true)).changed()).isFalse();
    assertThat(store().read()).isEqualTo(before);
  }

  @Test
  @Rule("C3")
  default void aDroppedDatabaseKeepsItsNameUntilItIsForgotten() {
    apply(CreateDatabase.named("db1"));
    long id = database("db1").id();
    apply(new DropDatabase("db1", false));
    assertThat(database("db1").isDropping()).isTrue();
    refused(Code.ALREADY_EXISTS, () -> apply(CreateDatabase.named("db1")));
    apply(new ForgetDatabase("db1", false));
    assertThat(store().read().catalog().database("db1")).isEmpty();
    apply(CreateDatabase.named("db1"));
    assertThat(database("db1").id()).isGreaterThan(id);
  }

  @Test
  @Rule("C3")
  default void onlyWhatIsDroppingIsForgotten() {
    apply(CreateDatabase.named("db1"));
    CatalogException error =
        refused(Code.RULE_BROKEN, () -> apply(new ForgetDatabase("db1", false)));
    assertThat(error.rule()).hasValue("C3");
    assertThat(error).hasMessageContaining("C3").hasMessageContaining("db1");
  }

  @Test
  @Rule({"C2", "C4"})
  default void theDefaultDatabaseCannotBeDropped() {
    CatalogException error =
        refused(Code.RULE_BROKEN, () -> apply(new DropDatabase(Catalog.DEFAULT_DATABASE, false)));
    assertThat(error.rule()).hasValue("C2");
  }

  @Test
  @Rule("C4")
  default void whatIsNotThereIsNotFoundUnlessTheChangeSaysSo() {
    refused(Code.NOT_FOUND, () -> apply(new DropDatabase("nowhere", false)));
    assertThat(apply(new DropDatabase("nowhere", true)).changed()).isFalse();
  }

  @Test
  @Rule({"C3", "C2"})
  default void aRenameKeepsIdAndExternalName() {
    apply(CreateDatabase.named("db1"), CreateDatabase.named("db2"));
    Database before = database("db1");
    apply(new RenameDatabase("db1", "db3"));
    assertThat(database("db3").id()).isEqualTo(before.id());
    assertThat(database("db3").externalName()).isEqualTo("db1");
    refused(Code.ALREADY_EXISTS, () -> apply(new RenameDatabase("db3", "db2")));
  }

  @Test
  @Rule("C2")
  default void aNewDatabaseOfAnOldNameGetsAnotherExternalName() {
    apply(CreateDatabase.named("db1"), new RenameDatabase("db1", "old"));
    apply(CreateDatabase.named("db1"));
    assertThat(database("db1").externalName()).isNotEqualTo("db1").startsWith("db1-");
    assertThat(store().check()).isEmpty();
  }

  @Test
  @Rule("C3")
  default void twoDatabasesSwapTheirNamesInOneList() {
    apply(CreateDatabase.named("db1"), CreateDatabase.named("db2"));
    long first = database("db1").id();
    apply(
        new RenameDatabase("db1", "db3"),
        new RenameDatabase("db2", "db1"),
        new RenameDatabase("db3", "db2"));
    assertThat(database("db2").id()).isEqualTo(first);
    assertThat(another().read()).isEqualTo(store().read());
  }

  @Test
  @Rule({"C3", "C5"})
  default void aListIsAppliedWholeAsOneGeneration() {
    long before = position().generation();
    apply(
        CreateDatabase.named("db1"),
        new DropDatabase("db1", false),
        new ForgetDatabase("db1", false),
        CreateDatabase.named("db2"));
    assertThat(position().generation()).isEqualTo(before + 1);
    assertThat(another().read().catalog().databases())
        .extracting(Database::name)
        .containsExactly("db2", Catalog.DEFAULT_DATABASE);
  }

  @Test
  @Rule("C3")
  default void aListIsNotAppliedAtAllWhenOneOfItIsRefused() {
    CatalogSnapshot before = store().read();
    refused(
        Code.NOT_FOUND,
        () -> apply(CreateDatabase.named("db1"), new DropDatabase("nowhere", false)));
    assertThat(another().read()).isEqualTo(before);
    assertThat(before.catalog()).isEqualTo(Catalog.initial());
  }
}
