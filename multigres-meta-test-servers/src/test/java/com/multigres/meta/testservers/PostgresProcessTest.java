package com.multigres.meta.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.multigres.meta.testservers.internal.ProcessTree;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresProcessTest {

  @RegisterExtension
  static final PostgresExtension postgres = PostgresExtension.own(PostgresSetup.temporary());

  @Test
  void aWrongPasswordIsRefused() {
    String url = postgres.server().jdbcUrl("postgres");

    assertThatThrownBy(() -> DriverManager.getConnection(url, "postgres", "wrong"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("password authentication failed");
  }

  @Test
  void theServerIsOfTheDefaultVersion() throws SQLException {
    try (Connection connection = postgres.server().connect("postgres")) {
      assertThat(connection.getMetaData().getDatabaseMajorVersion())
          .isEqualTo(PostgresVersion.DEFAULT.major());
    }
  }

  @Test
  void aKilledServerHasItsDataAfterTheRestart() throws SQLException {
    PostgresDatabase database = postgres.freshDatabase();
    execute(database, "CREATE TABLE t (n int); INSERT INTO t VALUES (7)");

    postgres.process().kill();
    assertThat(postgres.process().running()).isFalse();
    assertThatThrownBy(database::connect).isInstanceOf(SQLException.class);
    postgres.process().restart();

    assertThat(query(database, "SELECT n FROM t")).isEqualTo("7");
  }

  @Test
  void aStoppedServerHasItsDataAfterTheRestart() throws SQLException {
    PostgresDatabase database = postgres.freshDatabase();
    execute(database, "CREATE TABLE t (n int); INSERT INTO t VALUES (8)");

    postgres.process().stop();
    assertThat(postgres.process().running()).isFalse();
    postgres.process().restart();

    assertThat(query(database, "SELECT n FROM t")).isEqualTo("8");
  }

  @Test
  void aPausedServerAnswersNobodyUntilItIsResumed() throws Exception {
    PostgresDatabase database = postgres.freshDatabase();
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (Connection open = database.connect()) {
      postgres.process().pause();
      Future<String> answer = threads.submit(() -> query(open, "SELECT 'late'"));

      assertThatThrownBy(() -> answer.get(300, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);

      postgres.process().resume();
      assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("late");
    } finally {
      postgres.process().resume();
      threads.shutdownNow();
    }
  }

  @Test
  void aPausedServerCanBeKilled() throws SQLException {
    postgres.process().pause();
    postgres.process().kill();
    assertThat(postgres.process().running()).isFalse();

    postgres.process().restart();
    assertThat(query(postgres.freshDatabase(), "SELECT 1")).isEqualTo("1");
  }

  @Test
  void aSettingCanChangeWhileItRuns() throws SQLException {
    PostgresDatabase database = postgres.freshDatabase();

    postgres.process().set("work_mem", "1234kB");

    assertThat(query(database, "SELECT current_setting('work_mem')")).isEqualTo("1234kB");
  }

  @Test
  void aSettingThatThePostmasterDoesNotKnowIsNamedWhenTheServerDoesNotStart() {
    assertThatThrownBy(() -> PostgresSetup.temporary().setting("no_such_thing", "1").start())
        .isInstanceOf(ServerStartException.class)
        .hasMessageContaining("PostgreSQL did not start")
        .hasMessageContaining("multigres.conf");
  }

  @Test
  void aTemporaryServerLeavesNeitherProcessesNorFiles() {
    PostgresProcess server = PostgresSetup.temporary().start();
    long pid = server.pid();

    server.close();
    server.close();

    assertThat(ProcessHandle.of(pid).filter(ProcessTree::running)).isEmpty();
  }

  static void execute(PostgresDatabase database, String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static String query(PostgresDatabase database, String sql) throws SQLException {
    try (Connection connection = database.connect()) {
      return query(connection, sql);
    }
  }

  static String query(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).as("a row for %s", sql).isTrue();
      return rows.getString(1);
    }
  }
}
