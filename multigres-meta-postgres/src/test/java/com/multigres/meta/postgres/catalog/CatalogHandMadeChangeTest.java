package com.multigres.meta.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogEvent;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.HistoryEntry;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.PlaceTable;
import com.multigres.meta.model.ShardState;
import com.multigres.meta.model.TableName;
import com.multigres.meta.model.Violation;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.testservers.PostgresExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What somebody with psql may do, alone and beside others (P2). */
class CatalogHandMadeChangeTest {
  private static final String RENAME =
      "UPDATE multigres_catalog.database SET name = 'renamed' WHERE name = 'db1'";
  private static final String READY =
      "UPDATE multigres_catalog.shard SET state = 'READY' WHERE state = 'CREATING'";

  @RegisterExtension static final PostgresExtension postgres = PostgresExtension.shared();

  private CatalogDatabase database;
  private CatalogStore store;

  @BeforeEach
  void tellStory() {
    database = new CatalogDatabase(postgres);
    store = database.open("");
    CatalogStory.tell(store);
  }

  @AfterEach
  void close() {
    store.close();
    database.close();
  }

  @Test
  @Rule({"P2", "C7", "C8"})
  void aValidChangeByHandReachesSubscribersAsOneGeneration() {
    CatalogSnapshot before = store.read();
    BlockingQueue<CatalogEvent> events = new LinkedBlockingQueue<>();
    try (Subscription running = store.subscribe(Optional.of(before.position()), events::add)) {
      database.sql("BEGIN; " + RENAME + "; " + READY + "; COMMIT");
      CatalogEvent.Changed changed =
          (CatalogEvent.Changed) await().until(events::poll, event -> event != null);
      assertThat(changed.entry().byHand()).isTrue();
      assertThat(changed.entry().author()).isEqualTo(database.database().user());
      assertThat(changed.entry().changes()).isEmpty();
      assertThat(changed.snapshot()).isEqualTo(store.read());
      assertThat(running).isNotNull();
    }
    CatalogSnapshot after = store.read();
    assertThat(after.position().generation()).isEqualTo(before.position().generation() + 1);
    assertThat(after.catalog().database("renamed")).isPresent();
    assertThat(after.catalog().tableGroup("renamed", "tg1").orElseThrow().activeShards())
        .allMatch(shard -> shard.state() == ShardState.READY);
    try (CatalogStore other = database.open("")) {
      assertThat(other.read()).isEqualTo(after);
      assertThat(other.check()).isEmpty();
      assertThat(other.readAt(before.position().generation())).isEqualTo(before);
    }
  }

  @Test
  @Rule({"P2", "C5"})
  void theLibraryGoesOnFromAChangeByHand() {
    database.sql(RENAME);
    store.apply(List.of(CreateDatabase.named("db1")), ApplyOptions.none());
    try (CatalogStore other = database.open("")) {
      assertThat(other.read()).isEqualTo(store.read());
      assertThat(other.check()).isEmpty();
      assertThat(other.history(Long.MAX_VALUE, 3))
          .extracting(HistoryEntry::byHand)
          .containsExactly(false, true, false);
    }
  }

  @Test
  @Rule({"P2", "C5"})
  void aStatementThatChangesNoRowLeavesTheGeneration() {
    CatalogSnapshot before = store.read();
    database.sql(
        "UPDATE multigres_catalog.shard SET state = state",
        "DELETE FROM multigres_catalog.database WHERE false",
        "INSERT INTO multigres_catalog.settings SELECT * FROM multigres_catalog.settings"
            + " ON CONFLICT DO NOTHING");
    assertThat(store.read()).isEqualTo(before);
  }

  @Test
  @Rule({"P2", "C7"})
  void aRowThatIsTouchedMoreThanOnceInATransactionEndsAsItStands() {
    store.read();
    String placed = "multigres_catalog.placed_table";
    database.sql(
        "BEGIN;"
            + " UPDATE %1$s SET name = 't2' WHERE name = 't1';".formatted(placed)
            + " UPDATE %1$s SET name = 't3' WHERE name = 't2';".formatted(placed)
            + " INSERT INTO %1$s SELECT database_id, tablegroup_id, 'public', 'ghost' FROM %1$s;"
                .formatted(placed)
            + " UPDATE %1$s SET name = 'spectre' WHERE name = 'ghost';".formatted(placed)
            + " DELETE FROM %1$s WHERE name = 'spectre';".formatted(placed)
            + " COMMIT");

    try (CatalogStore fresh = database.open("")) {
      assertThat(store.read()).isEqualTo(fresh.read());
      assertThat(fresh.read().catalog().database("db1").orElseThrow().tables())
          .containsExactly(TableName.of("t3"));
    }
    assertThat(
            store
                .apply(
                    List.of(new PlaceTable("db1", TableName.of("ghost"), "tg1", false)),
                    ApplyOptions.none())
                .changed())
        .isTrue();
  }

  @Test
  @Rule("C8")
  void aGapInTheLogEndsWhatReachesBehindItAndIsFoundByACheck() {
    for (String name : List.of("a", "b", "c")) {
      store.apply(List.of(CreateDatabase.named(name)), ApplyOptions.none());
    }
    database.sql(
        "BEGIN; SET LOCAL session_replication_role = replica;"
            + " DELETE FROM multigres_catalog.log WHERE generation = 4;"
            + " COMMIT");

    assertThatThrownBy(() -> store.readAt(2))
        .isInstanceOfSatisfying(
            CatalogException.class,
            error -> assertThat(error.code()).isEqualTo(CatalogException.Code.NOT_FOUND));
    assertThat(store.readAt(4).catalog().database("c")).isEmpty();
    assertThat(store.check()).extracting(Violation::rule).containsExactly("C8");
  }

  @Test
  @Rule({"P2", "C2"})
  void namesMaySwapInOneTransaction() {
    database.sql(
        "BEGIN;"
            + " UPDATE multigres_catalog.tablegroup SET name = 'tg2' WHERE name = 'tg1';"
            + " UPDATE multigres_catalog.tablegroup SET name = 'tg1'"
            + " WHERE name = 'tg2' AND external_name = 'tg2';"
            + " COMMIT");
    assertThat(store.read().catalog().tableGroup("db1", "tg1").orElseThrow().externalName())
        .isEqualTo("tg2");
  }

  @Test
  @Rule({"P2", "C2"})
  void twoTransactionsThatAreRightAloneCannotBreakTheRulesTogether() throws Exception {
    try (Connection first = database.connect();
        Connection second = database.connect()) {
      first.setAutoCommit(false);
      second.setAutoCommit(false);
      CatalogDatabase.sql(first, replaceFirstShard("0-4", "\\x40", "4-8"));
      CompletableFuture<SQLException> refusal =
          CompletableFuture.supplyAsync(
              () ->
                  catchThrowableOfType(
                      SQLException.class,
                      () -> {
                        CatalogDatabase.sql(second, replaceFirstShard("0-3", "\\x30", "3-8"));
                        second.commit();
                      }));
      await().until(this::somebodyWaitsForALock);
      assertThat(refusal).isNotDone();
      first.commit();
      assertThatObject(refusal.get()).as("the second is refused").isNotNull();
      assertThat(refusal.get().getMessage()).contains("C2:", "tg1");
    }
    try (CatalogStore other = database.open("")) {
      assertThat(other.check()).isEmpty();
      assertThat(other.read().catalog().tableGroup("db1", "tg1").orElseThrow().activeShards())
          .extracting(shard -> shard.name())
          .containsExactly("0-4", "4-8", "8-inf");
    }
  }

  private static String replaceFirstShard(String left, String boundary, String right) {
    String group = "(SELECT id FROM multigres_catalog.tablegroup WHERE name = 'tg1')";
    return "UPDATE multigres_catalog.shard SET placement = 'RETIRED'"
        + " WHERE name = '0-8' AND tablegroup_id = "
        + group
        + "; INSERT INTO multigres_catalog.shard"
        + " (tablegroup_id, name, external_name, range_start, range_end) VALUES ("
        + group
        + ", '%1$s', '%1$s', NULL, '%2$s'), (".formatted(left, boundary)
        + group
        + ", '%1$s', '%1$s', '%2$s', '\\x80')".formatted(right, boundary);
  }

  private boolean somebodyWaitsForALock() {
    return !database.query("SELECT count(*) FROM pg_locks WHERE NOT granted").equals("0");
  }

  @Test
  @Rule("P2")
  void theFirstOfTwoSuchTransactionsAloneIsAccepted() {
    database.sql("BEGIN; " + replaceFirstShard("0-3", "\\x30", "3-8") + "; COMMIT");
    assertThat(store.check()).isEmpty();
  }

  @Test
  @Rule("P2")
  void aTransactionWithAnOldSnapshotIsRefused() throws SQLException {
    try (Connection old = database.connect()) {
      old.setAutoCommit(false);
      old.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      CatalogDatabase.query(old, "SELECT count(*) FROM multigres_catalog.shard");
      store.apply(List.of(CreateDatabase.named("meanwhile")), ApplyOptions.none());
      assertThatThrownBy(() -> CatalogDatabase.sql(old, RENAME))
          .isInstanceOfSatisfying(
              SQLException.class, error -> assertThat(error.getSQLState()).isEqualTo("40001"));
    }
  }

  @Test
  @Rule("P2")
  void aChangeOfTheLibraryWaitsForAChangeByHand() throws Exception {
    try (Connection psql = database.connect()) {
      psql.setAutoCommit(false);
      CatalogDatabase.sql(psql, RENAME);
      CompletableFuture<Boolean> applied =
          CompletableFuture.supplyAsync(
              () ->
                  store.apply(List.of(CreateDatabase.named("db1")), ApplyOptions.none()).changed());
      await().until(this::somebodyWaitsForALock);
      assertThat(applied).isNotDone();
      psql.commit();
      assertThat(applied.get()).isTrue();
    }
    assertThat(store.read().catalog().database("renamed")).isPresent();
    assertThat(store.read().catalog().database("db1")).isPresent();
  }

  @Test
  @Rule("P2")
  void whatWasBrokenByForceIsFoundByACheck() {
    assertThat(store.check()).isEmpty();
    database.sql(
        "BEGIN; SET LOCAL session_replication_role = replica;"
            + " DELETE FROM multigres_catalog.shard WHERE name = '8-inf' AND placement = 'ACTIVE';"
            + " COMMIT");
    assertThat(store.check())
        .anySatisfy(
            violation -> {
              assertThat(violation.rule()).isEqualTo("C2");
              assertThat(violation.message()).contains("tg1");
            });
  }

  @Test
  @Rule("P2")
  void rowsWithoutAParentAreFoundByACheck() {
    database.sql(
        "BEGIN; SET LOCAL session_replication_role = replica;"
            + " DELETE FROM multigres_catalog.tablegroup WHERE name = 'tg1';"
            + " COMMIT");
    assertThat(store.check()).isNotEmpty();
  }
}
