package com.multigres.meta.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogEvent;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.testservers.PostgresDatabase;
import com.multigres.meta.testservers.PostgresExtension;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What is PostgreSQL's own about the catalog: rows, triggers, hand-made changes. The contract is
 * tested elsewhere.
 */
class PostgresCatalogTest {
  @RegisterExtension static final PostgresExtension postgres = PostgresExtension.shared();

  private PostgresDatabase database;
  private CatalogStore store;

  @BeforeEach
  void initialise() {
    database = postgres.freshDatabase();
    store = open();
    store.initialise();
  }

  @AfterEach
  void close() {
    store.close();
    database.close();
  }

  @Test
  void aFreshCatalogIsTheModelsInitialOne() {
    assertThat(store.read().catalog()).isEqualTo(Catalog.initial());
    assertThat(store.read().position().generation()).isEqualTo(1);
  }

  @Test
  void anotherStoreReadsWhatTheModelMade() {
    Applied applied = store.apply(CatalogStory.SHORT, ApplyOptions.none());
    try (CatalogStore other = open()) {
      CatalogSnapshot read = other.read();
      assertThat(read.position()).isEqualTo(applied.position());
      assertThat(read.catalog()).isEqualTo(store.read().catalog());
      assertThat(read.catalog().check()).isEmpty();
      assertThat(other.check()).isEmpty();
    }
  }

  @Test
  void aChangeNeverReadsTheHistoryWholeThoughItWasShortWhenLastAnalysed() throws SQLException {
    sql("VACUUM ANALYZE");
    // Connections of its own: the server counts what they did when they end.
    try (CatalogStore writer = open("?poolSize=3")) {
      for (int i = 0; i < 20; i++) {
        writer.apply(List.of(CreateDatabase.named("db" + i)), ApplyOptions.none());
      }
    }
    await().until(() -> counted("idx_scan") >= 20);
    assertThat(counted("seq_tup_read")).isZero();
  }

  private long counted(String what) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT sum("
                    + what
                    + ") FROM pg_stat_user_tables WHERE schemaname = 'multigres_catalog'"
                    + " AND relname IN ('position', 'log', 'log_delta', 'change')")) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void everyKindOfChangeLeavesTheRowsThatTheModelSays() {
    store.apply(CatalogStory.SHORT, ApplyOptions.none());
    long generation = store.read().position().generation();
    for (CatalogChange change : CatalogStory.EVERY_OTHER_KIND) {
      Applied applied = store.apply(List.of(change), ApplyOptions.none());
      assertThat(applied.position().generation()).as("%s", change).isEqualTo(++generation);
      try (CatalogStore other = open()) {
        assertThat(other.read().catalog()).as("%s", change).isEqualTo(store.read().catalog());
        assertThat(other.check()).isEmpty();
      }
    }
  }

  @Test
  void anEarlierGenerationIsRolledBackFromTheRows() {
    Catalog before = store.read().catalog();
    Applied applied = store.apply(CatalogStory.SHORT, ApplyOptions.none());
    Catalog after = store.read().catalog();
    store.apply(
        List.of(
            new CatalogChange.DropDatabase("db1", false),
            new CatalogChange.ForgetDatabase("db1", false)),
        ApplyOptions.none());
    assertThat(store.readAt(1).catalog()).isEqualTo(before);
    assertThat(store.readAt(2).catalog()).isEqualTo(after);
    assertThat(store.readAt(2).position()).isEqualTo(applied.position());
    assertThatThrownBy(() -> store.readAt(4))
        .isInstanceOfSatisfying(
            CatalogException.class,
            error -> assertThat(error.code()).isEqualTo(CatalogException.Code.NOT_FOUND));
  }

  @Test
  void aChangeByHandReachesSubscribersAsAGeneration() throws Exception {
    BlockingQueue<CatalogEvent> events = new LinkedBlockingQueue<>();
    Subscription subscription = store.subscribe(Optional.of(store.read().position()), events::add);
    try {
      sql(
          "WITH d AS (INSERT INTO multigres_catalog.database (name, external_name) VALUES ('hand',"
              + " 'hand') RETURNING id), t AS (INSERT INTO multigres_catalog.tablegroup"
              + " (database_id, name, external_name, is_default) SELECT id, 'default', 'default',"
              + " true FROM d RETURNING id) INSERT INTO multigres_catalog.shard (tablegroup_id,"
              + " name, external_name) SELECT id, '0-inf', '0-inf' FROM t");
      CatalogEvent event = await().until(events::poll, one -> one != null);
      assertThat(event)
          .isInstanceOfSatisfying(
              CatalogEvent.Changed.class,
              changed -> {
                assertThat(changed.entry().byHand()).isTrue();
                assertThat(changed.snapshot().position().generation()).isEqualTo(2);
                assertThat(changed.snapshot().catalog().database("hand")).isPresent();
                assertThat(changed.snapshot().catalog().check()).isEmpty();
              });
    } finally {
      subscription.close();
    }
    assertThat(store.read().catalog().database("hand")).isPresent();
    assertThat(store.history(Long.MAX_VALUE, 10)).hasSize(2);
  }

  @Test
  void aRepeatOfAChangeIdAnswersAsTheFirstTime() {
    ChangeId id = new ChangeId("mine");
    Applied first = store.apply(CatalogStory.SHORT, ApplyOptions.as(id));
    store.apply(List.of(CreateDatabase.named("db2")), ApplyOptions.none());
    assertThat(store.apply(CatalogStory.SHORT, ApplyOptions.as(id))).isEqualTo(first);
  }

  private CatalogStore open() {
    return open("");
  }

  private CatalogStore open(String options) {
    return CatalogStores.open(
        "postgresql://" + database.host() + ":" + database.port() + "/" + database.name() + options,
        StoreOptions.builder().user(database.user()).password(database::password).build());
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection = database.connect();
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }
}
