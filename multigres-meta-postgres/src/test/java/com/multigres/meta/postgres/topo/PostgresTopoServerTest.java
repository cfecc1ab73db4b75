package com.multigres.meta.postgres.topo;

import static com.multigres.meta.postgres.topo.TopoDatabases.open;
import static com.multigres.meta.postgres.topo.TopoDatabases.path;
import static com.multigres.meta.postgres.topo.TopoDatabases.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.multigres.meta.store.Outcome;
import com.multigres.meta.testservers.PostgresDatabase;
import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.testservers.PostgresSetup;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.WatchOptions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server that is stopped, killed, paused, or waits for a standby that does not answer. */
class PostgresTopoServerTest {
  @RegisterExtension
  static final PostgresExtension POSTGRES = PostgresExtension.own(PostgresSetup.temporary());

  private static final TopoPath ZONE1 = path("cells/zone1");
  private static final TopoPath ZONE2 = path("cells/zone2");
  private static final String WAITING =
      " FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
          + " AND datname = current_database() AND query LIKE '%apply_1%'";

  @AfterEach
  void waitForNobody() {
    POSTGRES.process().set("synchronous_standby_names", "");
  }

  @Test
  void watchesGoOnWithoutAGapAfterACrash() {
    PostgresDatabase database = POSTGRES.freshDatabase();
    try (TopoStore store = open(database, "?timeout=3s")) {
      RecordedEvents events = new RecordedEvents();
      store.watch(path("cells"), WatchOptions.tree(), events);
      events.awaitText("in sync");
      store.write(ZONE1, value("a"), Expect.absent());
      events.awaitText("put cells/zone1=a");

      POSTGRES.process().kill();
      await().until(() -> store.connectionState() == ConnectionState.SUSPENDED);
      POSTGRES.process().restart();
      try (TopoStore other = open(database)) {
        other.write(ZONE2, value("b"), Expect.absent());
        other.delete(ZONE1, Expect.any());
      }

      events.awaitText("deleted cells/zone1");
      assertThat(events.said())
          .doesNotContain("resync REPLACE")
          .endsWith("put cells/zone1=a", "put cells/zone2=b", "deleted cells/zone1");
      await().until(() -> store.connectionState() == ConnectionState.CONNECTED);
    }
  }

  @Test
  void aSessionOutlivesAShortAbsenceOfTheServer() {
    PostgresDatabase database = POSTGRES.freshDatabase();
    try (TopoStore store = open(database, "?timeout=3s");
        Session session = store.openSession(Duration.ofSeconds(20))) {
      session.create(ZONE1, value("a"));

      POSTGRES.process().kill();
      POSTGRES.process().restart();

      await().ignoreExceptions().until(() -> store.read(ZONE1).isPresent());
      assertThat(session.isOver()).isFalse();
    }
  }

  @Test
  void aPausedServerEndsCallsAtTheirDeadlineAndSessionsByTheOwnersClock() {
    PostgresDatabase database = POSTGRES.freshDatabase();
    try (TopoStore store = open(database, "?timeout=2s")) {
      Session session = store.openSession(Duration.ofSeconds(2));
      CompletableFuture<Boolean> lost = new CompletableFuture<>();
      session.onLost(() -> lost.complete(true));
      POSTGRES.process().pause();
      try {
        long begin = System.nanoTime();
        TopoException late =
            catchThrowableOfType(
                TopoException.class, () -> store.write(ZONE1, value("a"), Expect.any()));

        assertThat(late.code()).isIn(Code.TIMEOUT, Code.UNAVAILABLE);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(4));
        assertThat(lost).succeedsWithin(Duration.ofSeconds(4));
      } finally {
        POSTGRES.process().resume();
      }
    }
  }

  @Test
  void aCommitThatWaitsForAStoppedStandbyIsUnknown() {
    PostgresDatabase database = POSTGRES.freshDatabase();
    try (TopoStore store = open(database)) {
      POSTGRES.process().set("synchronous_standby_names", "nobody");
      awaitSynchronous(database);
      TopoStore hurried = store.withTimeout(Duration.ofSeconds(2));

      TopoException late =
          catchThrowableOfType(TopoException.class, () -> writeUntil(new AtomicBoolean(), hurried));

      assertThat(late.outcome()).isEqualTo(Outcome.UNKNOWN);
    }
  }

  @Test
  void aCommitWhoseWaitForAStandbyIsCancelledIsNotCalledDone() throws Exception {
    PostgresDatabase database = POSTGRES.freshDatabase();
    try (TopoStore store = open(database, "?timeout=4s")) {
      POSTGRES.process().set("synchronous_standby_names", "nobody");
      awaitSynchronous(database);
      AtomicBoolean held = new AtomicBoolean();
      CompletableFuture<Object> writing =
          CompletableFuture.supplyAsync(() -> writeUntil(held, store));

      onceHeld(database, held, "pg_cancel_backend");

      assertThat(writing)
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableOfType(ExecutionException.class)
          .havingCause()
          .isInstanceOfSatisfying(
              TopoException.class, error -> assertThat(error.outcome()).isEqualTo(Outcome.UNKNOWN));
    }
  }

  @Test
  void aCommitIsDoneOnceTheStandbyItWaitedForIsNoLongerAskedFor() throws Exception {
    PostgresDatabase database = POSTGRES.freshDatabase();
    try (TopoStore store = open(database)) {
      POSTGRES.process().set("synchronous_standby_names", "nobody");
      awaitSynchronous(database);
      AtomicBoolean held = new AtomicBoolean();
      CompletableFuture<Object> writing =
          CompletableFuture.supplyAsync(() -> writeUntil(held, store));
      onceHeld(database, held, "pg_terminate_backend");
      waitForNobody();

      assertThat(writing).succeedsWithin(Duration.ofSeconds(10));
      assertThat(store.read(ZONE1).orElseThrow().version()).isEqualTo(writing.get());
    }
  }

  @Test
  void aReadProvesItsPrimaryWhereCommitsWaitForStandbys() throws Exception {
    PostgresDatabase database = POSTGRES.freshDatabase();
    try (TopoStore store = open(database, "?timeout=2s")) {
      store.write(ZONE1, value("a"), Expect.any());
      POSTGRES.process().set("synchronous_standby_names", "nobody");
      awaitSynchronous(database);

      await()
          .untilAsserted(
              () ->
                  assertThat(catchThrowableOfType(TopoException.class, () -> store.read(ZONE1)))
                      .isNotNull());
      waitForNobody();
      assertThat(store.read(ZONE1)).isPresent();
      assertThat(store.children(TopoPath.root())).containsExactly("cells");
    }
  }

  @Test
  void severalHostsWithoutSynchronousStandbysDeclareWhatTheyLack() {
    PostgresDatabase database = POSTGRES.freshDatabase();
    String host = database.host() + ":" + database.port();
    try (TopoStore store =
        com.multigres.meta.topo.TopoStores.open(
            "postgresql://" + host + "," + host + "/" + database.name() + "#/r",
            TopoDatabases.credentials(database))) {
      assertThat(store.capabilities().present())
          .containsExactlyInAnyOrder(
              Capability.SNAPSHOT_LIST,
              Capability.ATOMIC_BATCH,
              Capability.LOCKS,
              Capability.GUARDED_WRITES);
    }
  }

  /** Every process of the server learns in its own time that commits have to wait. */
  private static Version writeUntil(AtomicBoolean held, TopoStore store) {
    Version version;
    do {
      version = store.write(ZONE1, value("a"), Expect.any());
    } while (!held.get());
    return version;
  }

  /** Waits until a write waits for the standby, and does something to it. */
  private static void onceHeld(PostgresDatabase database, AtomicBoolean held, String act)
      throws SQLException {
    await().until(() -> TopoDatabases.ask(database, "SELECT pid" + WAITING).size() == 1);
    held.set(true);
    assertThat(TopoDatabases.ask(database, "SELECT " + act + "(pid)" + WAITING)).hasSize(1);
  }

  private static void awaitSynchronous(PostgresDatabase database) {
    await()
        .until(
            () -> TopoDatabases.ask(database, "SHOW synchronous_standby_names").contains("nobody"));
  }
}
