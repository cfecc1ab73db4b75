package com.multigres.meta.postgres.topo;

import static com.multigres.meta.postgres.topo.TopoDatabases.ask;
import static com.multigres.meta.postgres.topo.TopoDatabases.open;
import static com.multigres.meta.postgres.topo.TopoDatabases.path;
import static com.multigres.meta.postgres.topo.TopoDatabases.run;
import static com.multigres.meta.postgres.topo.TopoDatabases.uri;
import static com.multigres.meta.postgres.topo.TopoDatabases.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.multigres.meta.testservers.PostgresDatabase;
import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.WatchOptions;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sessions of owners that die, and of owners that are late (rule T18). */
class PostgresTopoSessionTest {
  @RegisterExtension static final PostgresExtension POSTGRES = PostgresExtension.shared();

  private static final TopoPath POOLER = path("poolers/multipooler-zone1-abc");

  @Test
  void theNodeOfAKilledProcessGoesInTime() throws Exception {
    PostgresDatabase database = POSTGRES.freshDatabase();
    Duration ttl = Duration.ofSeconds(3);
    try (TopoStore store = open(database)) {
      Process owner = start(database, ttl);
      try {
        await().atMost(Duration.ofSeconds(30)).until(() -> store.read(POOLER).isPresent());
        RecordedEvents events = new RecordedEvents();
        store.watch(path("poolers"), WatchOptions.tree(), events);
        events.awaitText("in sync");
        await()
            .during(ttl.plusSeconds(1))
            .atMost(ttl.plusSeconds(3))
            .until(() -> store.read(POOLER).isPresent());

        owner.destroyForcibly().waitFor();
        long killed = System.nanoTime();

        events.awaitText("deleted poolers/multipooler-zone1-abc");
        assertThat(Duration.ofNanos(System.nanoTime() - killed))
            .isLessThan(ttl.plus(store.capabilities().sessionSlack()));
        assertThat(store.read(POOLER)).isEmpty();
      } finally {
        owner.destroyForcibly();
      }
    }
  }

  private static Process start(PostgresDatabase database, Duration ttl) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            SessionOwner.class.getName(),
            uri(database, ""),
            database.user(),
            database.password(),
            POOLER.toString(),
            Long.toString(ttl.toSeconds()))
        .redirectErrorStream(true)
        .redirectOutput(new File("target", "session-owner.log"))
        .start();
  }

  @Test
  void anExpiredSessionsNodeIsAbsentBeforeAnybodyCollectedIt() throws Exception {
    PostgresDatabase database = POSTGRES.freshDatabase();
    try (TopoStore store = open(database, "?poll=1h");
        Session session = store.openSession(Duration.ofMinutes(10))) {
      session.create(POOLER, value("a"));
      expire(database);

      assertThat(store.children(path("poolers"))).isEmpty();
      assertThat(ask(database, "SELECT count(*) FROM multigres_topo.node")).containsExactly("0");
    }
  }

  @Test
  void anExpiredSessionsNodeDoesNotStandInTheWayOfAWrite() throws Exception {
    PostgresDatabase database = POSTGRES.freshDatabase();
    try (TopoStore store = open(database, "?poll=1h");
        Session session = store.openSession(Duration.ofMinutes(10))) {
      session.create(POOLER, value("a"));
      expire(database);

      store.write(POOLER, value("b"), Expect.absent());

      assertThat(store.read(POOLER).orElseThrow().ephemeral()).isFalse();
    }
  }

  @Test
  void anOwnerThatComesTooLateIsToldSoAndNotRevived() throws Exception {
    PostgresDatabase database = POSTGRES.freshDatabase();
    try (TopoStore store = open(database);
        Session session = store.openSession(Duration.ofSeconds(6))) {
      CompletableFuture<Boolean> lost = new CompletableFuture<>();
      session.onLost(() -> lost.complete(true));
      session.create(POOLER, value("a"));

      expire(database);

      assertThat(lost).succeedsWithin(Duration.ofSeconds(4));
      assertThat(store.read(POOLER)).isEmpty();
    }
  }

  private static void expire(PostgresDatabase database) throws Exception {
    run(database, "UPDATE multigres_topo.session SET expires_at = clock_timestamp()");
  }
}
