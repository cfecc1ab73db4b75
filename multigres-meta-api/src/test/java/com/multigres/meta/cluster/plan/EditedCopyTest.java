package com.multigres.meta.cluster.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.model.Authority;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.DropTableGroup;
import com.multigres.meta.model.CatalogChange.RenameDatabase;
import com.multigres.meta.model.CatalogChange.SetAuthority;
import com.multigres.meta.model.CatalogChange.SetShardState;
import com.multigres.meta.model.Shard;
import com.multigres.meta.model.ShardPlacement;
import com.multigres.meta.model.ShardState;
import com.multigres.meta.model.TableGroup;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What people edit in the resource, by who decides. */
class EditedCopyTest {
  private static CreateTableGroup group(String database, String... shards) {
    return new CreateTableGroup(database, "tg1", List.of(shards), false);
  }

  private static TableGroup tg1(EditedCase some) {
    return some.catalog().tableGroup("db1", "tg1").orElseThrow();
  }

  @Test
  void underTheCatalogAnEditIsPutBack() {
    EditedCase some = EditedCase.under(Authority.CATALOG);
    some.change(CreateDatabase.named("db1"));
    some.run();
    some.takesOut("db1", "default").lists("postgres", "byhand", "0-inf");
    some.run();
    assertThat(some.resource()).containsAllEntriesOf(some.catalogEntries());
    assertThat(some.findings())
        .containsExactly("UNKNOWN_ENTRY postgres/byhand", "UNKNOWN_ENTRY postgres/byhand/0-inf");
  }

  @ParameterizedTest
  @EnumSource(names = {"KUBERNETES", "MERGE"})
  void whatIsAddedToTheResourceComesIntoTheCatalog(Authority authority) {
    EditedCase some = EditedCase.under(authority);
    some.lists("db1").lists("db1", "tg1", "0-8", "8-inf");
    some.run();
    assertThat(some.catalog().tableGroup("db1", "default")).isPresent();
    assertThat(tg1(some).shards()).extracting(Shard::name).containsExactly("0-8", "8-inf");
    assertThat(some.catalogEntries()).isEqualTo(some.resource());
    assertThat(some.findings()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"KUBERNETES", "MERGE"})
  void whatLeavesTheResourceIsDropped(Authority authority) {
    EditedCase some = EditedCase.under(authority);
    some.lists("db1");
    some.run();
    some.takesOut("db1");
    some.run();
    assertThat(some.catalog().database("db1")).isEmpty();
    assertThat(some.findings()).isEmpty();
  }

  @Test
  void underMergeWhatTheCatalogChangedIsCarried() {
    EditedCase some = EditedCase.under(Authority.MERGE);
    some.change(CreateDatabase.named("db1"));
    some.lists("db2");
    some.run();
    assertThat(some.resource()).isEqualTo(some.catalogEntries());
    some.change(new DropDatabase("db2", false));
    some.takesOut("db1");
    some.run();
    assertThat(some.resource()).isEqualTo(some.catalogEntries());
    assertThat(some.catalog().databases()).hasSize(1);
  }

  @Test
  void underKubernetesWhatTheResourceNeverListedWaitsForAPerson() {
    EditedCase some = EditedCase.under(Authority.KUBERNETES);
    some.change(CreateDatabase.named("db1"));
    assertThat(some.run()).isEmpty();
    assertThat(some.findings()).containsExactly("UNCONFIRMED db1");
    some.policy(BridgePolicy.STANDARD.confirm());
    some.run();
    assertThat(some.catalog().database("db1")).isEmpty();
  }

  @Test
  void theSameTableGroupMadeOtherwiseOnBothSidesIsAConflictOfThisDatabaseOnly() {
    EditedCase some = EditedCase.under(Authority.MERGE);
    some.lists("db1").lists("db2");
    some.run();
    some.change(group("db1", "0-inf"));
    some.lists("db1", "tg1", "0-8", "8-inf").lists("db2", "other", "0-inf");
    some.run();
    assertThat(some.catalog().tableGroup("db2", "other")).isPresent();
    Finding conflict = some.plan().findings().get(0);
    assertThat(conflict.kind()).isEqualTo(Finding.Kind.CONFLICT);
    assertThat(conflict.path()).isEqualTo(EntryPath.of("db1", "tg1"));
    assertThat(conflict.inCatalog()).isEqualTo("tablegroup: 0-inf");
    assertThat(conflict.inCopy()).isEqualTo("tablegroup: 0-8 8-inf");
    some.lists("db1", "tg1", "0-inf");
    some.run();
    assertThat(some.findings()).isEmpty();
    assertThat(some.resource()).isEqualTo(some.catalogEntries());
  }

  @Test
  void aDatabaseThatLeftOneSideAndWasChangedOnTheOtherIsAConflict() {
    EditedCase some = EditedCase.under(Authority.MERGE);
    some.lists("db1").lists("db2");
    some.run();
    some.change(group("db1", "0-inf"));
    some.takesOut("db1");
    some.change(new DropDatabase("db2", false));
    some.lists("db2", "tg1", "0-inf");
    assertThat(some.run()).isEmpty();
    assertThat(some.findings()).containsExactly("CONFLICT db1", "CONFLICT db2");
  }

  @ParameterizedTest
  @EnumSource(names = {"KUBERNETES", "MERGE"})
  void whatTheCatalogsRulesForbidIsToldAndStays(Authority authority) {
    EditedCase some = EditedCase.under(authority);
    some.lists("db1").lists("db1", "tg1", "0-8", "9-inf");
    some.run();
    assertThat(some.catalog().database("db1")).isPresent();
    assertThat(some.catalog().tableGroup("db1", "tg1")).isEmpty();
    assertThat(some.findings()).containsExactly("NOT_ACCEPTED db1/tg1");
    assertThat(some.plan().findings().get(0).message()).contains("C2");
    assertThat(some.resource()).containsKey(EntryPath.of("db1", "tg1", "9-inf"));
  }

  @Test
  void whatIsListedUnderTheNameOfSomethingDroppedIsTold() {
    EditedCase some = EditedCase.under(Authority.MERGE);
    some.change(new CreateTableGroup("postgres", "tg1", List.of("0-inf"), false));
    some.change(new DropTableGroup("postgres", "tg1", false));
    some.lists("postgres", "tg1", "0-inf");
    some.run();
    assertThat(some.findings()).containsExactly("NOT_ACCEPTED postgres/tg1");
  }

  @ParameterizedTest
  @EnumSource(names = {"KUBERNETES", "MERGE"})
  void aSplitIsBegunAndSwitchedByTheListOfShards(Authority authority) {
    EditedCase some = EditedCase.under(authority);
    some.lists("db1").lists("db1", "tg1", "0-8", "8-inf");
    some.run();
    some.lists("db1", "tg1", "0-8", "8-inf", "0-4", "4-8");
    some.run();
    assertThat(tg1(some).shards())
        .filteredOn(shard -> shard.placement() == ShardPlacement.PENDING)
        .extracting(Shard::name)
        .containsExactly("0-4", "4-8");
    some.lists("db1", "tg1", "8-inf", "0-4", "4-8");
    some.run();
    assertThat(some.findings())
        .as("nobody serves them yet")
        .containsExactly("NOT_ACCEPTED db1/tg1");
    for (String shard : List.of("0-4", "4-8")) {
      some.change(new SetShardState("db1", "tg1", shard, ShardState.READY));
    }
    some.run();
    assertThat(tg1(some).activeShards())
        .extracting(Shard::name)
        .containsExactly("0-4", "4-8", "8-inf");
    assertThat(some.findings()).isEmpty();
    assertThat(some.resource()).doesNotContainKey(EntryPath.of("db1", "tg1", "0-8"));
  }

  @ParameterizedTest
  @EnumSource(names = {"KUBERNETES", "MERGE"})
  void aMergeIsBegunAndCancelledByTheListOfShards(Authority authority) {
    EditedCase some = EditedCase.under(authority);
    some.lists("db1").lists("db1", "tg1", "0-8", "8-inf");
    some.run();
    some.lists("db1", "tg1", "0-8", "8-inf", "0-inf");
    some.run();
    assertThat(tg1(some).reshardings()).hasSize(1);
    some.lists("db1", "tg1", "0-8", "8-inf");
    some.run();
    assertThat(tg1(some).reshardings()).isEmpty();
    assertThat(tg1(some).activeShards()).hasSize(2);
    assertThat(some.findings()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"KUBERNETES", "MERGE"})
  void anEmptyListOfDatabasesMeansTheDefaultOne(Authority authority) {
    EditedCase some = EditedCase.under(authority);
    some.lists("postgres", "tg1", "0-inf");
    some.run();
    some.resource().clear();
    some.run();
    assertThat(some.catalog().tableGroup("postgres", "tg1")).isPresent();
    assertThat(some.resource()).isEqualTo(some.catalogEntries());
  }

  @ParameterizedTest
  @EnumSource(names = {"KUBERNETES", "MERGE"})
  void manyDropsAtOnceWaitForAPerson(Authority authority) {
    EditedCase some = EditedCase.under(authority);
    for (String name : List.of("a", "b", "c", "d", "e")) {
      some.lists(name);
    }
    some.run();
    for (String name : List.of("a", "b", "c", "d", "e")) {
      some.takesOut(name);
    }
    assertThat(some.run()).isEmpty();
    assertThat(some.findings()).hasSize(5).contains("REMOVAL_LIMIT a");
    some.policy(BridgePolicy.STANDARD.confirm());
    some.run();
    assertThat(some.catalog().databases()).hasSize(1);
  }

  @Test
  void mergingWithoutABaseStopsUntilAPersonConfirmsAndThenOnlyAdds() {
    EditedCase some = EditedCase.under(Authority.MERGE);
    some.lists("db1");
    some.run();
    some.withoutBase().lists("here");
    some.change(CreateDatabase.named("there"));
    assertThat(some.run()).isEmpty();
    assertThat(some.findings()).contains("UNCONFIRMED here", "UNCONFIRMED there");
    some.policy(BridgePolicy.STANDARD.confirm());
    some.run();
    assertThat(some.resource()).isEqualTo(some.catalogEntries());
    assertThat(some.catalog().databases()).hasSize(4);
  }

  @ParameterizedTest
  @EnumSource
  void aRenameChangesNothingOutside(Authority authority) {
    EditedCase some = EditedCase.under(Authority.CATALOG);
    some.change(CreateDatabase.named("db1"));
    some.change(new SetAuthority(authority));
    some.run();
    var before = List.copyOf(some.resource().keySet());
    some.change(new RenameDatabase("db1", "other"));
    assertThat(some.run()).allMatch(BridgeAction.NoteAgreement.class::isInstance);
    assertThat(some.resource().keySet()).containsExactlyElementsOf(before);
    assertThat(some.catalog().database("other")).isPresent();
  }
}
