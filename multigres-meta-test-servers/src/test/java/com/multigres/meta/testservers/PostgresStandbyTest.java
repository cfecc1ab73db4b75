package com.multigres.meta.testservers;

import static com.multigres.meta.testservers.PostgresProcessTest.execute;
import static com.multigres.meta.testservers.PostgresProcessTest.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresStandbyTest {

  @RegisterExtension
  static final PostgresExtension postgres = PostgresExtension.own(PostgresSetup.temporary());

  @Test
  void aStandbyHasWhatThePrimaryWritesAndRefusesWritesOfItsOwn() throws SQLException {
    PostgresDatabase database = postgres.freshDatabase();
    execute(database, "CREATE TABLE t (n int); INSERT INTO t VALUES (1)");
    try (PostgresProcess standby = postgres.process().standby(StandbyMode.ASYNCHRONOUS)) {
      execute(database, "INSERT INTO t VALUES (2)");

      try (Connection copy = standby.connect(database.name())) {
        await().until(() -> query(copy, "SELECT count(*) FROM t").equals("2"));
        assertThatThrownBy(() -> query(copy, "INSERT INTO t VALUES (3) RETURNING n"))
            .hasMessageContaining("read-only transaction");
      }
    }
  }

  @Test
  void aPromotedStandbyTakesWrites() throws SQLException {
    PostgresDatabase database = postgres.freshDatabase();
    execute(database, "CREATE TABLE t (n int)");
    try (PostgresProcess standby = postgres.process().standby(StandbyMode.SYNCHRONOUS)) {
      execute(database, "INSERT INTO t VALUES (1)");

      postgres.process().kill();
      standby.promote();

      try (Connection promoted = standby.connect(database.name())) {
        assertThat(query(promoted, "INSERT INTO t VALUES (2) RETURNING n")).isEqualTo("2");
        assertThat(query(promoted, "SELECT count(*) FROM t")).isEqualTo("2");
      }
    } finally {
      postgres.process().restart();
      postgres.process().set("synchronous_standby_names", "");
      postgres
          .process()
          .execute("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots");
    }
  }

  @Test
  void aCommitWaitsForAPausedSynchronousStandby() throws Exception {
    PostgresDatabase database = postgres.freshDatabase();
    execute(database, "CREATE TABLE t (n int)");
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (PostgresProcess standby = postgres.process().standby(StandbyMode.SYNCHRONOUS)) {
      standby.pause();
      Future<?> commit =
          threads.submit(
              () -> {
                execute(database, "INSERT INTO t VALUES (1)");
                return null;
              });
      assertThatThrownBy(() -> commit.get(300, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);

      standby.resume();
      commit.get(20, TimeUnit.SECONDS);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void thePrimaryNoLongerWaitsForAStandbyThatIsClosed() throws SQLException {
    PostgresDatabase database = postgres.freshDatabase();
    postgres.process().standby(StandbyMode.SYNCHRONOUS).close();

    execute(database, "CREATE TABLE t (n int)");

    assertThat(query(database, "SELECT count(*) FROM pg_replication_slots")).isEqualTo("0");
  }
}
