package com.multigres.meta.cluster.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.HistoryEntry;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.cluster.plan.AppliedState.BaseEntry;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.DropTableGroup;
import com.multigres.meta.model.CatalogChange.ForgetDatabase;
import com.multigres.meta.model.CatalogChange.ForgetShard;
import com.multigres.meta.model.CatalogChange.RenameDatabase;
import com.multigres.meta.model.CatalogChange.RenameTableGroup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordedDropsTest {
  private static final AppliedState APPLIED =
      new AppliedState(
          new Position(5, new ChangeId("then")),
          ImmutableSortedMap.of(
              EntryPath.of("db1"), new BaseEntry(7, "db1", "x"),
              EntryPath.of("db2"), new BaseEntry(8, "db2", "x")),
          ImmutableSortedMap.of());

  private static List<HistoryEntry> log(long first, CatalogChange... changes) {
    List<HistoryEntry> log = new ArrayList<>();
    for (CatalogChange change : changes) {
      long generation = first + log.size();
      Position position = new Position(generation, new ChangeId("g" + generation));
      log.add(new HistoryEntry(position, Instant.EPOCH, "me", List.of(change), false));
    }
    return log;
  }

  private static CatalogChange drop(String name) {
    return new DropDatabase(name, false);
  }

  private static CatalogChange forget(String name) {
    return new ForgetDatabase(name, false);
  }

  @Test
  void aDropIsFound() {
    assertThat(RecordedDrops.since(APPLIED, log(6, drop("db1"), forget("db1"))))
        .containsExactly(7L);
  }

  @Test
  void theLogMayComeNewestFirst() {
    List<HistoryEntry> log = log(6, drop("db1"), forget("db1"), drop("db2"));
    Collections.reverse(log);
    assertThat(RecordedDrops.since(APPLIED, log)).containsExactlyInAnyOrder(7L, 8L);
  }

  @Test
  void renamesAreFollowed() {
    List<HistoryEntry> log =
        log(6, new RenameDatabase("db1", "other"), new RenameDatabase("db2", "db1"), drop("other"));
    assertThat(RecordedDrops.since(APPLIED, log)).containsExactly(7L);
  }

  @Test
  void theDropOfALaterDatabaseOfThatNameIsNotTheEarlierOnes() {
    List<HistoryEntry> log =
        log(
            6,
            new RenameDatabase("db1", "kept"),
            CreateDatabase.named("db1"),
            drop("db1"),
            forget("db1"));
    assertThat(RecordedDrops.since(APPLIED, log)).isEmpty();
  }

  @Test
  void whatHappenedBeforeTheAppliedPositionDoesNotCount() {
    assertThat(RecordedDrops.since(APPLIED, log(4, drop("db1"), drop("db2")))).isEmpty();
  }

  @Test
  void aLogThatDoesNotReachBackProvesNothing() {
    assertThat(RecordedDrops.since(APPLIED, log(7, drop("db1")))).isEmpty();
  }

  @Test
  void aLogWithAGapProvesNothing() {
    List<HistoryEntry> log = new ArrayList<>(log(6, drop("db1")));
    log.addAll(log(8, drop("db2")));
    assertThat(RecordedDrops.since(APPLIED, log)).isEmpty();
  }

  @Test
  void aGenerationMadeByHandNamesNoDrop() {
    Position position = new Position(6, new ChangeId("g6"));
    HistoryEntry byHand = new HistoryEntry(position, Instant.EPOCH, "somebody", List.of(), true);
    assertThat(RecordedDrops.since(APPLIED, List.of(byHand))).isEmpty();
  }

  private static final AppliedState TREE =
      new AppliedState(
          new Position(5, new ChangeId("then")),
          ImmutableSortedMap.<EntryPath, BaseEntry>naturalOrder()
              .put(EntryPath.of("db1"), new BaseEntry(7, "db1", "x"))
              .put(EntryPath.of("db1", "tg1"), new BaseEntry(8, "tg1", "x"))
              .put(EntryPath.of("db1", "tg1", "0-8"), new BaseEntry(9, "0-8", "x"))
              .put(EntryPath.of("db1", "tg2"), new BaseEntry(10, "tg2", "x"))
              .put(EntryPath.of("db2"), new BaseEntry(11, "db2", "x"))
              .build(),
          ImmutableSortedMap.of());

  @Test
  void whatIsBelowADroppedDatabaseWentWithIt() {
    assertThat(RecordedDrops.since(TREE, log(6, drop("db1"))))
        .containsExactlyInAnyOrder(7L, 8L, 9L, 10L);
  }

  @Test
  void aTableGroupIsFoundUnderItsDatabasesNewName() {
    List<HistoryEntry> log =
        log(
            6,
            new RenameDatabase("db1", "other"),
            new RenameTableGroup("other", "tg1", "tg9"),
            new DropTableGroup("other", "tg9", false));
    assertThat(RecordedDrops.since(TREE, log)).containsExactlyInAnyOrder(8L, 9L);
  }

  @Test
  void aForgottenShardIsFoundByNameAndByNumber() {
    CatalogChange byName = new ForgetShard("db1", "tg1", "0-8", false);
    CatalogChange byNumber = new ForgetShard("db1", "tg1", "#9", false);
    assertThat(RecordedDrops.since(TREE, log(6, byName))).containsExactly(9L);
    assertThat(RecordedDrops.since(TREE, log(6, byNumber))).containsExactly(9L);
  }
}
