package com.multigres.meta.testkit.catalog;

import static com.multigres.meta.testkit.catalog.CatalogFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.HistoryEntry;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.ForgetDatabase;
import com.multigres.meta.model.CatalogChange.PlaceTable;
import com.multigres.meta.model.CatalogChange.RenameDatabase;
import com.multigres.meta.model.CatalogChange.RenameTable;
import com.multigres.meta.model.CatalogChange.SetShardState;
import com.multigres.meta.model.CatalogChange.SplitShard;
import com.multigres.meta.model.ShardState;
import com.multigres.meta.model.TableName;
import com.multigres.meta.testkit.Rule;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who changed what, when, and how the catalog was (C8). */
interface HistoryRules extends CatalogFixture {

  private boolean without() {
    return lacking(CatalogCapability.HISTORY, () -> store().history(Long.MAX_VALUE, 10));
  }

  @Test
  @Rule("C8")
  default void theHistoryNamesAuthorChangesAndTime() {
    if (without()) {
      return;
    }
    List<CatalogChange> changes =
        List.of(CreateDatabase.named("db1"), new RenameDatabase("db1", "db \"2\"\n"));
    Position made = store().apply(changes, ApplyOptions.none().withAuthor("Ann O'Nym")).position();
    HistoryEntry newest = another().history(Long.MAX_VALUE, 1).get(0);
    assertThat(newest.position()).isEqualTo(made);
    assertThat(newest.author()).isEqualTo("Ann O'Nym");
    assertThat(newest.changes()).isEqualTo(changes);
    assertThat(newest.byHand()).isFalse();
    assertThat(newest.time()).isCloseTo(Instant.now(), within(2, ChronoUnit.MINUTES));
  }

  @Test
  @Rule("C8")
  default void anAuthorIsNamedEvenWhereTheCallerNamesNone() {
    if (without()) {
      return;
    }
    apply(CreateDatabase.named("db1"));
    assertThat(store().history(Long.MAX_VALUE, 1).get(0).author()).isNotBlank();
  }

  @Test
  @Rule("C8")
  default void theHistoryIsReadInPagesNewestFirst() {
    if (without()) {
      return;
    }
    for (int i = 0; i < 5; i++) {
      apply(CreateDatabase.named("db" + i));
    }
    List<HistoryEntry> all = store().history(Long.MAX_VALUE, 100);
    assertThat(all).hasSize(6);
    assertThat(all)
        .extracting(entry -> entry.position().generation())
        .isSortedAccordingTo(Comparator.reverseOrder());
    List<HistoryEntry> newest = store().history(Long.MAX_VALUE, 2);
    assertThat(newest).isEqualTo(all.subList(0, 2));
    long before = newest.get(1).position().generation();
    assertThat(store().history(before, 2)).isEqualTo(all.subList(2, 4));
    assertThat(store().history(1, 10)).isEmpty();
    refused(Code.BAD_INPUT, () -> store().history(Long.MAX_VALUE, -1));
  }

  @Test
  @Rule("C5")
  default void whatAlteredNothingIsNotInTheHistory() {
    if (without()) {
      return;
    }
    apply(CreateDatabase.named("db1"));
    List<HistoryEntry> before = store().history(Long.MAX_VALUE, 100);
    apply(CreateDatabase.named("db1", true));
    assertThat(store().history(Long.MAX_VALUE, 100)).isEqualTo(before);
  }

  @Test
  @Rule("C8")
  default void theCatalogIsReadAsItWasAtEachGeneration() {
    if (without()) {
      return;
    }
    List<CatalogSnapshot> then = new ArrayList<>(List.of(store().read()));
    for (CatalogChange change : everyKindOfRow()) {
      apply(change);
      then.add(store().read());
    }
    CatalogStore reader = another();
    for (CatalogSnapshot snapshot : then) {
      assertThat(reader.readAt(snapshot.position().generation())).isEqualTo(snapshot);
    }
    refused(Code.NOT_FOUND, () -> reader.readAt(then.size() + 1));
    refused(Code.NOT_FOUND, () -> reader.readAt(0));
  }

  private List<CatalogChange> everyKindOfRow() {
    List<CatalogChange> changes =
        new ArrayList<>(
            List.of(
                CreateDatabase.named("db1"),
                new CreateTableGroup("db1", "tg1", List.of("0-8", "8-inf"), false)));
    if (has(CatalogCapability.TABLE_PLACEMENT)) {
      TableName orders = TableName.of("orders");
      changes.add(new PlaceTable("db1", orders, "tg1", false));
      changes.add(new RenameTable("db1", orders, TableName.of("items")));
    }
    if (has(CatalogCapability.PENDING_SHARDS)) {
      changes.add(new SplitShard("db1", "tg1", "8-inf", List.of("8-c", "c-inf")));
      changes.add(new SetShardState("db1", "tg1", "8-c", ShardState.READY));
    }
    changes.add(new RenameDatabase("db1", "db2"));
    changes.add(new DropDatabase("db2", false));
    changes.add(new ForgetDatabase("db2", false));
    changes.add(CreateDatabase.named("db2"));
    return changes;
  }

  @Test
  @Rule("C8")
  default void theHistoryIsBounded() {
    if (without()) {
      return;
    }
    CatalogStore forgetful = anotherKeeping(3);
    for (int i = 0; i < 200; i++) {
      forgetful.apply(List.of(CreateDatabase.named("db" + i)), ApplyOptions.none());
    }
    List<HistoryEntry> kept = store().history(Long.MAX_VALUE, 1000);
    assertThat(kept).hasSizeBetween(3, 150);
    refused(Code.NOT_FOUND, () -> store().readAt(2));
    long oldest = kept.get(kept.size() - 1).position().generation();
    assertThat(store().readAt(oldest).catalog().databases()).hasSize((int) oldest);
  }
}
