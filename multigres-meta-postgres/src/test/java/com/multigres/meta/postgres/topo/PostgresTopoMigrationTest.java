package com.multigres.meta.postgres.topo;

import static com.multigres.meta.postgres.topo.TopoDatabases.ask;
import static com.multigres.meta.postgres.topo.TopoDatabases.path;
import static com.multigres.meta.postgres.topo.TopoDatabases.run;
import static com.multigres.meta.postgres.topo.TopoDatabases.value;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.Resources;
import com.multigres.meta.postgres.topo.internal.TopoSchema;
import com.multigres.meta.testkit.Together;
import com.multigres.meta.testservers.PostgresDatabase;
import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.lock.Guard;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An area that a library of version 1 made (rule P3). */
class PostgresTopoMigrationTest {
  @RegisterExtension static final PostgresExtension POSTGRES = PostgresExtension.shared();

  private static final TopoPath LOCKED = path("a/b");
  private static final String WRITE_AS_VERSION_1 =
      """
      SELECT codes FROM multigres_topo.apply_1(
        42, false, 1000, '{0}', ARRAY['%s'::bytea], '{}'::bytea[] || 'v'::bytea, '{0}', '{0}', '{0}', '{null}'::uuid[])
      """;

  private PostgresDatabase database;

  @BeforeEach
  void makeAnAreaOfVersion1() throws Exception {
    database = POSTGRES.freshDatabase();
    run(database, "CREATE SCHEMA multigres_topo");
    run(database, resource("tables-1.sql"));
    run(database, resource("functions-1.sql"));
    run(database, "INSERT INTO multigres_topo.history VALUES (true, 1, 1, 1, 4711)");
    run(database, "INSERT INTO multigres_topo.counter VALUES (true, 1, 4711)");
    run(
        database,
        "INSERT INTO multigres_topo.log (counter, write_id, deleted, key) VALUES (1, 4711, true,"
            + " '')");
  }

  private static String resource(String file) throws IOException {
    return Resources.toString(Resources.getResource(TopoSchema.class, file), StandardCharsets.UTF_8)
        .replace("@schema@", "multigres_topo")
        .replace("@channel@", "multigres_topo");
  }

  private String version() throws Exception {
    return ask(
            database,
            "SELECT concat_ws(' ', schema_version, oldest_reader, oldest_writer) FROM"
                + " multigres_topo.history")
        .get(0);
  }

  @Test
  void whoOpensItBringsItUpToDateAndLocks() throws Exception {
    try (TopoStore store = TopoDatabases.open(database);
        TopoLock lock = store.locks().lock(LOCKED, LockOptions.of("x"))) {
      store.write(path("n"), value("v"), Expect.any(), Guard.holds(lock));
      assertThat(store.read(path("n"))).isPresent();
    }
    assertThat(version()).isEqualTo("2 1 1");
  }

  @Test
  void whatWasThereStaysThere() throws Exception {
    run(
        database,
        WRITE_AS_VERSION_1.formatted(
            "\\x6d756c74696772657300636c75737465723100676c6f62616c006f6c6400"));
    try (TopoStore store = TopoDatabases.open(database)) {
      assertThat(store.read(path("old"))).isPresent();
    }
  }

  @Test
  void manyThatOpenItAtOnceBringItUpToDateOnce() throws Exception {
    List<Boolean> locked =
        Together.all(
            6,
            number -> {
              try (TopoStore store = TopoDatabases.open(database);
                  TopoLock lock = store.locks().lock(path("lock " + number), LockOptions.of("x"))) {
                return lock.isHeld();
              }
            });
    assertThat(locked).containsOnly(true);
    assertThat(version()).isEqualTo("2 1 1");
  }

  @Test
  void aLibraryOfVersion1EndsADeadHoldersLockAsItEndsItsSession() throws Exception {
    try (TopoStore store = TopoDatabases.open(database)) {
      TopoLock lock = store.locks().lock(LOCKED, LockOptions.of("dead"));
      run(
          database,
          "SELECT multigres_topo.close_session_1('" + lock.token().grant() + "', 43, 1000)");
      Awaitility.await().until(() -> !lock.isHeld());
      assertThat(store.locks().queue(LOCKED)).isEmpty();
      TopoLock next = store.locks().tryLock(LOCKED, LockOptions.of("next"));
      assertThat(next.token().isAfter(lock.token())).isTrue();
    }
  }
}
