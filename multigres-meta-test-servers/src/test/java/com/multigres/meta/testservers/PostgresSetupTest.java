package com.multigres.meta.testservers;

import static com.multigres.meta.testservers.PostgresProcessTest.execute;
import static com.multigres.meta.testservers.PostgresProcessTest.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.multigres.meta.testservers.internal.PidFile;
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
  void aKeptFolderTakesOneServerAtATime(@TempDir Path home) throws Exception {
    Path settings = home.resolve("data").resolve("multigres.conf");
    try (PostgresProcess server = PostgresSetup.keptIn(home).start();
        Connection connection = server.connect("postgres")) {
      String before = Files.readString(settings);

      assertThatThrownBy(() -> PostgresSetup.keptIn(home).port(1024).start())
          .isExactlyInstanceOf(ServerStartException.class)
          .hasMessage("a PostgreSQL, process " + server.pid() + ", runs in " + home + " already");

      assertThat(settings).hasContent(before);
      assertThat(query(connection, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void whatAKilledServerLeftKeepsNobodyOut(@TempDir Path home) throws Exception {
    String left;
    try (PostgresProcess server = PostgresSetup.keptIn(home).start()) {
      left = Files.readString(home.resolve("data").resolve("postmaster.pid"));
      assertThat(left).startsWith(server.pid() + "\n");
    }
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    Files.writeString(
        home.resolve("data").resolve("postmaster.pid"),
        left.replaceFirst("^\\d+", Long.toString(ended.pid())));

    try (PostgresProcess server = PostgresSetup.keptIn(home).start();
        Connection connection = server.connect("postgres")) {
      assertThat(query(connection, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void aNumberThatBelongsToAnotherProgramNowIsNoServer(@TempDir Path home) throws IOException {
    Path file = home.resolve("postmaster.pid");

    Files.writeString(file, ProcessHandle.current().pid() + "\n/data\n");
    assertThat(PidFile.running(file)).isEmpty();
    Files.writeString(file, "");
    assertThat(PidFile.running(file)).isEmpty();
    assertThat(PidFile.running(home.resolve("none"))).isEmpty();
  }

  @Test
  void aFileIsNoFolder(@TempDir Path home) throws IOException {
    Path file = Files.writeString(home.resolve("file"), "mine");

    assertThatThrownBy(() -> PostgresSetup.keptIn(file).start())
        .isInstanceOf(ServerFolderException.class)
        .hasMessage(file + " is no folder");
    assertThat(file).hasContent("mine");
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
        .isInstanceOf(ServerFolderException.class)
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
