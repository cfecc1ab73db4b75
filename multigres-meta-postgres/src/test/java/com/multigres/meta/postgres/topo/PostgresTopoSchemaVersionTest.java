package com.multigres.meta.postgres.topo;

import static com.multigres.meta.postgres.topo.TopoDatabases.open;
import static com.multigres.meta.postgres.topo.TopoDatabases.path;
import static com.multigres.meta.postgres.topo.TopoDatabases.run;
import static com.multigres.meta.postgres.topo.TopoDatabases.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.multigres.meta.store.Outcome;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.testservers.PostgresDatabase;
import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.WatchOptions;
import java.sql.SQLException;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which schema versions a library reads and writes (rule P3). */
class PostgresTopoSchemaVersionTest {
  private static final TopoPath ZONE1 = path("cells/zone1");
  private static final TopoPath ZONE2 = path("cells/zone2");

  @RegisterExtension static final PostgresExtension POSTGRES = PostgresExtension.shared();

  private PostgresDatabase database;
  private TopoStore store;

  @BeforeEach
  void openBeforeTheSchemaChanges() {
    database = POSTGRES.freshDatabase();
    store = open(database);
    store.write(ZONE1, value("a"), Expect.absent());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void allow(int version, int oldestReader, int oldestWriter) throws SQLException {
    run(
        database,
        "UPDATE multigres_topo.history SET schema_version = %d, oldest_reader = %d, oldest_writer = %d"
            .formatted(version, oldestReader, oldestWriter));
  }

  private static TopoException refused(ThrowingCallable call) {
    TopoException error = catchThrowableOfType(TopoException.class, call);
    assertThat(error).as("the call was to be refused").isNotNull();
    return error;
  }

  private static void assertTooOld(TopoException error, int version, int oldest) {
    assertThat(error.code()).isEqualTo(Code.UNSUPPORTED);
    assertThat(error)
        .hasMessageContaining("P3")
        .hasMessageContaining("version " + version)
        .hasMessageContaining("knows " + oldest)
        .hasMessageContaining("this one knows 2");
  }

  @Test
  @Rule("P3")
  void aLibraryThatIsMerelyOlderGoesOn() throws SQLException {
    allow(9, 1, 1);
    run(database, "ALTER TABLE multigres_topo.node ADD COLUMN note text");

    store.write(ZONE2, value("b"), Expect.absent());

    try (TopoStore other = open(database, "?poolSize=3");
        Session session = other.openSession(Duration.ofSeconds(5))) {
      session.create(path("poolers/p"), value("c"));
      assertThat(other.list(TopoPath.root())).hasSize(3).isEqualTo(store.list(TopoPath.root()));
    }
  }

  @Test
  @Rule("P3")
  void aLibraryTooOldToWriteStillReadsAndWatches() throws SQLException {
    RecordedEvents events = new RecordedEvents();
    store.watch(path("cells"), WatchOptions.tree(), events);
    allow(9, 1, 8);

    TopoException error = refused(() -> store.write(ZONE2, value("b"), Expect.absent()));

    assertTooOld(error, 9, 8);
    assertThat(error.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    assertTooOld(refused(() -> store.openSession(Duration.ofSeconds(5))), 9, 8);
    asANewerLibrary("cells\\000zone2\\000", "c");
    events.awaitText("put cells/zone2=c");
    assertThat(store.children(path("cells"))).containsExactly("zone1", "zone2");
    try (TopoStore other = open(database, "?poolSize=3")) {
      assertThat(other.read(ZONE1)).isPresent();
    }
  }

  /** Writes below the root by SQL, as a library of another version does. */
  private void asANewerLibrary(String key, String value) throws SQLException {
    String below = TopoDatabases.ROOT.substring(1).replace("/", "\\000") + "\\000";
    run(
        database,
        """
        BEGIN;
        UPDATE multigres_topo.counter SET counter = counter + 1, write_id = 7;
        INSERT INTO multigres_topo.node SELECT '%1$s'::bytea, '%2$s'::bytea, counter, write_id FROM multigres_topo.counter;
        INSERT INTO multigres_topo.log SELECT counter, write_id, false, '%1$s'::bytea FROM multigres_topo.counter;
        NOTIFY multigres_topo;
        COMMIT
        """
            .formatted(below + key, value));
  }

  @Test
  @Rule({"P3", "T18"})
  void aLibraryTooOldToWriteLosesItsSessionsAndReadsOn() throws SQLException {
    Session session = store.openSession(Duration.ofSeconds(2));
    session.create(path("poolers/p"), value("c"));
    allow(9, 1, 9);

    await().until(() -> session.isOver());

    assertThat(store.read(ZONE1)).isPresent();
    allow(9, 1, 1);
    await().untilAsserted(() -> assertThat(store.read(path("poolers/p"))).isEmpty());
  }

  @Test
  @Rule("P3")
  void aNewerLibraryMayTakeTheOldFunctionsAway() throws SQLException {
    allow(9, 1, 8);
    run(
        database,
        "DROP FUNCTION multigres_topo.apply_1(bigint, boolean, int, smallint[], bytea[], bytea[],"
            + " smallint[], bigint[], bigint[], uuid[])");

    assertTooOld(refused(() -> store.write(ZONE2, value("b"), Expect.absent())), 9, 8);
    assertThat(store.read(ZONE1)).isPresent();
  }

  @Test
  @Rule({"P3", "T14"})
  void aLibraryTooOldToReadIsRefusedAndItsWatchesEnd() throws SQLException {
    RecordedEvents events = new RecordedEvents();
    store.watch(path("cells"), WatchOptions.tree(), events);
    allow(9, 7, 8);

    assertTooOld(refused(() -> store.read(ZONE1)), 9, 7);
    assertTooOld(refused(() -> store.list(TopoPath.root())), 9, 7);
    assertTooOld(refused(() -> store.children(TopoPath.root())), 9, 7);
    assertTooOld(refused(() -> open(database)), 9, 7);
    events.awaitText("ended");
  }
}
