package com.multigres.meta.testservers;

import static com.multigres.meta.testservers.PostgresProcessTest.execute;
import static com.multigres.meta.testservers.PostgresProcessTest.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresSetupTest {

  @ParameterizedTest
  @ValueSource(ints = {15, 16, 17, 18})
  void theVersionThatWasAskedForStartsAndHasAStandby(int major) throws SQLException {
    try (PostgresProcess server = start(new PostgresVersion(major));
        PostgresProcess standby = server.standby(StandbyMode.SYNCHRONOUS);
        Connection connection = standby.connect("postgres")) {
      assertThat(connection.getMetaData().getDatabaseMajorVersion()).isEqualTo(major);
    }
  }

  @Test
  void aKeptFolderKeepsDataAndPassword(@TempDir Path home) throws SQLException {
    String password;
    try (PostgresProcess server = PostgresSetup.keptIn(home).start()) {
      password = server.password();
      try (Connection connection = server.connect("postgres")) {
        connection.createStatement().execute("CREATE TABLE kept AS SELECT 1 AS n");
      }
    }
    try (PostgresProcess server = PostgresSetup.keptIn(home).start();
        Connection connection =
            DriverManager.getConnection(server.jdbcUrl("postgres"), "postgres", password)) {
      assertThat(query(connection, "SELECT n FROM kept")).isEqualTo("1");
      assertThat(query(connection, "SHOW fsync")).isEqualTo("on");
    }
  }

  @Test
  void aKeptFolderTakesOneServerAtATime(@TempDir Path home) throws SQLException {
    try (PostgresProcess server = PostgresSetup.keptIn(home).start()) {
      assertThatThrownBy(() -> PostgresSetup.keptIn(home).start())
          .isInstanceOf(ServerStartException.class)
          .hasMessageContaining("lock file \"postmaster.pid\" already exists");
      assertThat(query(server.connect("postgres"), "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void theDataOfAnotherVersionIsRefused(@TempDir Path home) throws IOException {
    Files.createDirectories(home.resolve("data"));
    Files.writeString(home.resolve("data").resolve("PG_VERSION"), "9\n");
    Files.createFile(home.resolve("multigres-postgres"));

    assertThatThrownBy(() -> PostgresSetup.keptIn(home).start())
        .isInstanceOf(ServerStartException.class)
        .hasMessage(home + " holds the data of PostgreSQL 9, not of PostgreSQL 18");
  }

  @Test
  void aFolderOfSomebodyElseIsLeftAsItIs(@TempDir Path home) throws IOException {
    Path precious = Files.createDirectories(home.resolve("data")).resolve("precious");
    Files.writeString(precious, "do not delete");

    assertThatThrownBy(() -> PostgresSetup.keptIn(home).start())
        .isInstanceOf(ServerStartException.class)
        .hasMessageStartingWith(home + " is neither empty nor");

    assertThat(precious).hasContent("do not delete");
    assertThat(home).isDirectoryNotContaining(path -> !path.endsWith("data"));
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    try (PostgresProcess server = PostgresSetup.temporary().start()) {
      assertThatThrownBy(() -> PostgresSetup.temporary().port(server.port()).start())
          .isInstanceOf(ServerStartException.class)
          .hasMessageContaining("PostgreSQL did not start");
    }
  }

  @Test
  void settingsAndAccessRulesReachTheServer() throws SQLException {
    PostgresSetup setup =
        PostgresSetup.temporary()
            .setting("wal_level", "logical")
            .setting("cluster_name", "it's ours")
            .accessRule("host all banned 127.0.0.1/32 reject");
    try (PostgresProcess server = setup.start();
        PostgresDatabase database = server.freshDatabase()) {
      assertThat(query(database, "SHOW wal_level")).isEqualTo("logical");
      assertThat(query(database, "SHOW cluster_name")).isEqualTo("it's ours");
      assertThatThrownBy(() -> DriverManager.getConnection(database.jdbcUrl(), "banned", "x"))
          .hasMessageContaining("pg_hba.conf rejects connection");
    }
  }

  @Test
  void aFreshLoginIsNoSuperuserAndGoesWithItsDatabase() throws SQLException {
    try (PostgresProcess server = PostgresSetup.temporary().start()) {
      PostgresDatabase database = server.freshDatabase();
      PostgresLogin login = database.freshLogin();
      execute(database, "GRANT CREATE ON SCHEMA public TO " + login.user());
      try (Connection connection =
          DriverManager.getConnection(database.jdbcUrl(), login.user(), login.password())) {
        connection.createStatement().execute("CREATE TABLE mine (n int)");
        assertThat(query(connection, "SHOW is_superuser")).isEqualTo("off");
      }

      database.close();

      assertThatThrownBy(
              () ->
                  DriverManager.getConnection(
                      server.jdbcUrl("postgres"), login.user(), login.password()))
          .hasMessageContaining("password authentication failed");
    }
  }

  @Test
  void aGivenServerIsAskedForItsVersionAndItsErrorsNameNoPassword() {
    try (PostgresProcess server = PostgresSetup.temporary().start()) {
      String address = "postgresql://postgres:%s@127.0.0.1:" + server.port() + "/postgres";

      GivenPostgres given = GivenPostgres.parse(address.formatted(server.password()));
      assertThat(given.version()).isEqualTo(PostgresVersion.DEFAULT);

      assertThatThrownBy(() -> GivenPostgres.parse(address.formatted("secret")))
          .hasMessageContaining("MULTIGRES_TEST_POSTGRES names 127.0.0.1:" + server.port())
          .hasMessageNotContaining("secret");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://u:secret@h/d",
        "postgresql://h/d",
        "postgresql://u:secret@",
        "a b:secret"
      })
  void aGivenAddressOfAnotherFormIsRefusedWithoutBeingRepeated(String text) {
    assertThatThrownBy(() -> GivenPostgres.parse(text))
        .isInstanceOf(ServerStartException.class)
        .hasMessageContaining("postgresql://user:password@host:port/database")
        .hasMessageNotContaining("secret");
  }

  private static PostgresProcess start(PostgresVersion version) {
    try {
      return PostgresSetup.temporary().version(version).start();
    } catch (ServerUnavailableException e) {
      throw NotRun.because(e);
    }
  }
}
