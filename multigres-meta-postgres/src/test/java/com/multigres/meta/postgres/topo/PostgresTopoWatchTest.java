package com.multigres.meta.postgres.topo;

import static com.multigres.meta.postgres.topo.TopoDatabases.open;
import static com.multigres.meta.postgres.topo.TopoDatabases.path;
import static com.multigres.meta.postgres.topo.TopoDatabases.run;
import static com.multigres.meta.postgres.topo.TopoDatabases.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.multigres.meta.testservers.PostgresDatabase;
import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.Cursor;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.WatchOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresTopoWatchTest {
  @RegisterExtension static final PostgresExtension POSTGRES = PostgresExtension.shared();

  private static final TopoPath CELLS = path("cells");
  private static final TopoPath ZONE1 = path("cells/zone1");
  private static final TopoPath ZONE2 = path("cells/zone2");

  @Test
  void anotherStoresWritesAreTold() {
    PostgresDatabase database = POSTGRES.freshDatabase();
    try (TopoStore watching = open(database);
        TopoStore writing = open(database)) {
      RecordedEvents events = new RecordedEvents();
      watching.watch(CELLS, WatchOptions.tree(), events);
      events.awaitText("in sync");

      writing.write(ZONE1, value("a"), Expect.absent());
      writing.delete(ZONE1, Expect.any());
      writing.write(ZONE2, value("b"), Expect.any());

      events.awaitText("put cells/zone2=b");
      assertThat(writing.read(ZONE1)).isEmpty();
    }
  }

  @Test
  void aTrimmedLogMakesAResumeTellEverything() throws Exception {
    PostgresDatabase database = POSTGRES.freshDatabase();
    try (TopoStore store = open(database)) {
      RecordedEvents before = new RecordedEvents();
      store.watch(CELLS, WatchOptions.tree(), before).close();
      Cursor old = cursorOf(store);
      store.write(ZONE1, value("a"), Expect.absent());
      store.write(ZONE2, value("b"), Expect.absent());
      run(database, "SELECT multigres_topo.trim_1(0, '1h', '1h', '1d')");

      RecordedEvents after = new RecordedEvents();
      store.watch(CELLS, WatchOptions.tree().resumingFrom(old), after);

      after.awaitText("in sync");
      assertThat(after.said())
          .containsExactly("resync REPLACE", "put cells/zone1=a", "put cells/zone2=b", "in sync");
    }
  }

  @Test
  void aResumeTellsWhatWasMissedDeletionsIncluded() {
    PostgresDatabase database = POSTGRES.freshDatabase();
    try (TopoStore store = open(database)) {
      store.write(ZONE1, value("a"), Expect.absent());
      Cursor here = cursorOf(store);
      store.delete(ZONE1, Expect.any());
      store.write(ZONE2, value("b"), Expect.absent());
      store.write(path("cells2/other"), value("c"), Expect.absent());

      RecordedEvents events = new RecordedEvents();
      store.watch(CELLS, WatchOptions.tree().resumingFrom(here), events);

      events.awaitText("in sync");
      assertThat(events.said())
          .containsExactly("deleted cells/zone1", "put cells/zone2=b", "in sync");
    }
  }

  @Test
  void aResumeInsideABatchTellsTheRestOfIt() {
    PostgresDatabase database = POSTGRES.freshDatabase();
    try (TopoStore store = open(database)) {
      RecordedEvents events = new RecordedEvents();
      store.watch(CELLS, WatchOptions.tree(), events);
      events.awaitText("in sync");
      store.commit(
          Batch.builder()
              .put(ZONE1, value("a"), Expect.absent())
              .put(ZONE2, value("b"), Expect.absent())
              .build());
      events.awaitText("put cells/zone2=b");
      Cursor afterFirst = events.all().get(events.said().indexOf("put cells/zone1=a")).cursor();

      RecordedEvents rest = new RecordedEvents();
      store.watch(CELLS, WatchOptions.tree().resumingFrom(afterFirst), rest);

      rest.awaitText("in sync");
      assertThat(rest.said()).contains("put cells/zone2=b");
    }
  }

  @Test
  void aWatchFollowsMoreThanOnePageOfTheLog() {
    PostgresDatabase database = POSTGRES.freshDatabase();
    try (TopoStore store = open(database)) {
      Cursor begin = cursorOf(store);
      for (int batch = 0; batch < 3; batch++) {
        Batch.Builder writes = Batch.builder();
        for (int i = 0; i < 900; i++) {
          writes.put(path("cells/" + batch + "-" + i), value("x"), Expect.absent());
        }
        store.commit(writes.build());
      }

      RecordedEvents events = new RecordedEvents();
      store.watch(CELLS, WatchOptions.tree().resumingFrom(begin), events);

      events.awaitText("in sync");
      assertThat(events.said()).hasSize(2701).doesNotHaveDuplicates();
    }
  }

  @Test
  void aWipedStoreIsNoticed() throws Exception {
    PostgresDatabase database = POSTGRES.freshDatabase();
    try (TopoStore store = open(database)) {
      List<ConnectionState> states = new CopyOnWriteArrayList<>();
      store.onConnectionState(states::add);
      Session session = store.openSession(Duration.ofMinutes(1));
      List<String> lost = new CopyOnWriteArrayList<>();
      session.onLost(() -> lost.add("lost"));
      store.write(ZONE1, value("a"), Expect.absent());
      RecordedEvents events = new RecordedEvents();
      store.watch(CELLS, WatchOptions.tree(), events);
      events.awaitText("in sync");

      run(database, "DROP SCHEMA multigres_topo CASCADE");

      events.awaitUntil(
          said ->
              said.equals(List.of("put cells/zone1=a", "in sync", "resync REPLACE", "in sync")));
      assertThat(store.read(ZONE1)).isEmpty();
      await().untilAsserted(() -> assertThat(lost).containsExactly("lost"));
      await()
          .untilAsserted(
              () ->
                  assertThat(states)
                      .containsExactly(ConnectionState.LOST, ConnectionState.CONNECTED));
    }
  }

  @Test
  void aStoreThatWentBackIsNoticedAlsoOnceItIsFurtherThanBefore() throws Exception {
    PostgresDatabase database = POSTGRES.freshDatabase();
    try (TopoStore store = open(database, "?poll=1h")) {
      store.write(ZONE1, value("kept"), Expect.absent());
      run(
          database,
          "CREATE TABLE backup_node AS TABLE multigres_topo.node;"
              + "CREATE TABLE backup_log AS TABLE multigres_topo.log;"
              + "CREATE TABLE backup_counter AS TABLE multigres_topo.counter");
      store.write(ZONE1, value("forgotten"), Expect.any());
      store.write(ZONE2, value("forgotten"), Expect.any());
      RecordedEvents events = new RecordedEvents();
      store.watch(CELLS, WatchOptions.tree(), events);
      events.awaitText("in sync");

      // As a restore from backup would, followed by as many writes of others.
      run(
          database,
          "BEGIN;"
              + "TRUNCATE multigres_topo.node, multigres_topo.log, multigres_topo.counter;"
              + "INSERT INTO multigres_topo.node TABLE backup_node;"
              + "INSERT INTO multigres_topo.log TABLE backup_log;"
              + "INSERT INTO multigres_topo.counter TABLE backup_counter;"
              + write("other1")
              + write("other2")
              + write("other3")
              + "COMMIT");

      events.awaitText("resync REPLACE");
      events.awaitUntil(said -> said.get(said.size() - 1).equals("in sync"));
      List<String> said = events.said();
      assertThat(said.subList(said.indexOf("resync REPLACE"), said.size()))
          .startsWith("resync REPLACE", "put cells/zone1=kept")
          .endsWith("in sync");
    }
  }

  private static String write(String value) {
    return "SELECT multigres_topo.apply_1((random() * 1e15)::bigint, false, 1000, '{0}',"
        + " ARRAY['other\\000'::bytea], ARRAY['"
        + value
        + "'::bytea], '{0}', '{0}', '{0}', '{null}');";
  }

  private static Cursor cursorOf(TopoStore store) {
    RecordedEvents events = new RecordedEvents();
    store.watch(CELLS, WatchOptions.tree(), events);
    events.awaitText("in sync");
    return events.lastCursor();
  }
}
