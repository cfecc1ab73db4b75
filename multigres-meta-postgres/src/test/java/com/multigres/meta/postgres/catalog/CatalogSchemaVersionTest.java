package com.multigres.meta.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogEvent;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.testservers.PostgresExtension;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which schema versions a library reads and writes (P3). */
class CatalogSchemaVersionTest {
  @RegisterExtension static final PostgresExtension postgres = PostgresExtension.shared();

  private CatalogDatabase database;
  private CatalogStore store;

  @BeforeEach
  void initialise() {
    database = new CatalogDatabase(postgres);
    store = database.open("?pollInterval=1s");
    store.initialise();
  }

  @AfterEach
  void close() {
    store.close();
    database.close();
  }

  private void allow(int version, int oldestReader, int oldestWriter) {
    database.sql(
        "UPDATE multigres_catalog.head SET schema_version = %d, oldest_reader = %d, oldest_writer = %d"
            .formatted(version, oldestReader, oldestWriter));
  }

  @Test
  @Rule("P3")
  void aLibraryThatIsMerelyOlderGoesOn() {
    allow(9, 1, 1);
    assertThat(store.apply(List.of(CreateDatabase.named("db1")), ApplyOptions.none()).changed())
        .isTrue();
    assertThat(store.migrate()).isEmpty();
    try (CatalogStore other = database.open("")) {
      assertThat(other.read()).isEqualTo(store.read());
    }
  }

  @Test
  @Rule("P3")
  void aLibraryTooOldToWriteStillReads() {
    allow(9, 1, 9);
    CatalogException error =
        catchThrowableOfType(
            CatalogException.class,
            () -> store.apply(List.of(CreateDatabase.named("db1")), ApplyOptions.none()));
    assertThat(error.code()).isEqualTo(Code.SCHEMA_TOO_NEW);
    assertThat(error).hasMessageContaining("9").hasMessageContaining("1");
    try (CatalogStore other = database.open("")) {
      assertThat(other.read().catalog().database("db1")).isEmpty();
    }
  }

  @Test
  @Rule("P3")
  void aLibraryTooOldToReadIsRefused() {
    allow(9, 9, 9);
    for (CatalogStore one : List.of(store, database.open(""))) {
      CatalogException error = catchThrowableOfType(CatalogException.class, one::read);
      assertThat(error.code()).isEqualTo(Code.SCHEMA_TOO_NEW);
      assertThat(catchThrowableOfType(CatalogException.class, one::check).code())
          .isEqualTo(Code.SCHEMA_TOO_NEW);
      one.close();
    }
  }

  @Test
  @Rule({"P3", "C7"})
  void aSubscriptionEndsWhenTheSchemaBecomesTooNew() {
    BlockingQueue<CatalogEvent> events = new LinkedBlockingQueue<>();
    try (Subscription running =
        store.subscribe(Optional.of(store.read().position()), events::add)) {
      allow(9, 9, 9);
      CatalogEvent event = await().until(events::poll, one -> one != null);
      assertThat(event)
          .isInstanceOfSatisfying(
              CatalogEvent.Ended.class,
              ended -> assertThat(ended.error().code()).isEqualTo(Code.SCHEMA_TOO_NEW));
      assertThat(running).isNotNull();
    }
  }

  @Test
  @Rule({"P3", "C7", "C8"})
  void aChangeOfAKindThatOnlyANewerLibraryKnowsIsFollowedByItsRows() {
    store.apply(List.of(CreateDatabase.named("db1")), ApplyOptions.none());
    BlockingQueue<CatalogEvent> events = new LinkedBlockingQueue<>();
    try (Subscription running =
        store.subscribe(Optional.of(store.read().position()), events::add)) {
      allow(9, 1, 1);
      database.sql(
          "BEGIN; SELECT multigres_catalog.advance('newer', 'newer', false,"
              + " '{3,SetQuota,db1,7,4,DropDatabase,db1,false,now}');"
              + " UPDATE multigres_catalog.database SET name = 'db2' WHERE name = 'db1'; COMMIT");

      CatalogEvent event = await().until(events::poll, one -> one != null);
      assertThat(event)
          .isInstanceOfSatisfying(
              CatalogEvent.Changed.class,
              changed -> {
                assertThat(changed.entry().author()).isEqualTo("newer");
                assertThat(changed.entry().changes()).isEmpty();
                assertThat(changed.snapshot().catalog().database("db2")).isPresent();
              });
      assertThat(running).isNotNull();
    }
    assertThat(store.history(Long.MAX_VALUE, 10)).hasSize(3);
    assertThat(store.apply(List.of(CreateDatabase.named("db3")), ApplyOptions.none()).changed())
        .isTrue();
    try (CatalogStore fresh = database.open("")) {
      assertThat(store.read()).isEqualTo(fresh.read());
    }
  }

  @Test
  @Rule({"P3", "C5", "C7"})
  void twoVersionsWriteSideBySide() {
    allow(2, 1, 1);
    database.sql("ALTER TABLE multigres_catalog.database ADD COLUMN note text DEFAULT 'newer'");
    List<CatalogEvent> events = new CopyOnWriteArrayList<>();
    try (CatalogStore other = database.open("?poolSize=3&pollInterval=1s");
        Subscription running = other.subscribe(Optional.of(store.read().position()), events::add)) {
      other.read();
      store.apply(List.of(CreateDatabase.named("db1")), ApplyOptions.none());
      database.sql(freezeAsANewerLibraryWould("db1"));
      store.apply(List.of(CreateDatabase.named("db2")), ApplyOptions.none());

      await().untilAsserted(() -> assertThat(events).hasSize(3));
      assertThat(events).allMatch(CatalogEvent.Changed.class::isInstance);
      assertThat(((CatalogEvent.Changed) events.get(1)).entry().changes()).isEmpty();
      assertThat(((CatalogEvent.Changed) events.get(1)).entry().byHand()).isFalse();
      assertThat(other.read()).isEqualTo(store.read());
      assertThat(other.read().catalog().database("frozen")).isPresent();
      assertThat(other.history(Long.MAX_VALUE, 10)).hasSize(4);
      assertThat(other.readAt(2).catalog().database("db1")).isPresent();
      assertThat(store.check()).isEmpty();
      assertThat(running).isNotNull();
    }
    assertThat(database.query("SELECT note FROM multigres_catalog.database WHERE name = 'db2'"))
        .isEqualTo("newer");
  }

  /**
   * One generation, with a kind of change, a table and arguments that this library never heard of.
   */
  private static String freezeAsANewerLibraryWould(String name) {
    return """
    BEGIN;
    SELECT 1 FROM multigres_catalog.head FOR UPDATE;
    SELECT multigres_catalog.advance('newer', 'somebody', false,
      ARRAY['3', 'FreezeDatabase', '%1$s', 'hard', '6', 'CreateDatabase', 'a', 'b', 'c', 'false', 'd']);
    CREATE TABLE multigres_catalog.frost (how text);
    CREATE FUNCTION multigres_catalog.record_frost() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO multigres_catalog.log_delta (generation, kind, after)
        SELECT generation, 'frost', ARRAY[NULL, NEW.how] FROM multigres_catalog.head;
      RETURN NULL;
    END $$;
    CREATE TRIGGER recorded AFTER INSERT ON multigres_catalog.frost FOR EACH ROW EXECUTE FUNCTION multigres_catalog.record_frost();
    INSERT INTO multigres_catalog.frost VALUES ('hard');
    UPDATE multigres_catalog.database SET name = 'frozen' WHERE name = '%1$s';
    COMMIT
    """
        .formatted(name);
  }

  @Test
  @Rule({"P3", "C12"})
  void aLibraryTooOldToWriteRaisesNoFence() {
    allow(9, 1, 9);
    CatalogException error =
        catchThrowableOfType(CatalogException.class, () -> store.raiseFence(5));
    assertThat(error.code()).isEqualTo(Code.SCHEMA_TOO_NEW);
    assertThat(database.query("SELECT token FROM multigres_catalog.fence")).isEqualTo("0");
  }

  @Test
  @Rule("P3")
  void aLibraryTooOldToWriteFollowsWhatANewerOneWrites() {
    allow(2, 1, 2);
    List<CatalogEvent> events = new CopyOnWriteArrayList<>();
    try (Subscription running =
        store.subscribe(Optional.of(store.read().position()), events::add)) {
      database.sql("UPDATE multigres_catalog.shard SET state = 'DRAINING'");
      await().untilAsserted(() -> assertThat(events).hasSize(1));
      assertThat(running).isNotNull();
    }
  }
}
