package com.multigres.meta.testservers;

import com.multigres.meta.testservers.internal.FileTrees;
import com.multigres.meta.testservers.internal.Passwords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes a streaming standby by the server's own backup functions. (The embedded programs come
 * without {@code pg_basebackup}, which does the same.)
 */
final class PostgresStandby {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Folders whose content belongs to the running primary; the standby has its own. */
  private static final Set<Path> OWN_FOLDERS =
      Set.of(
          Path.of("pg_wal"),
          Path.of("pg_replslot"),
          Path.of("pg_dynshmem"),
          Path.of("pg_notify"),
          Path.of("pg_stat_tmp"));

  private static final Set<Path> OWN_FILES =
      Set.of(Path.of("postmaster.pid"), Path.of("postmaster.opts"));

  private final PostgresProcess primary;
  private final String name = "standby_" + Passwords.fresh(12);

  private PostgresStandby(PostgresProcess primary) {
    this.primary = primary;
  }

  static PostgresProcess of(PostgresProcess primary, StandbyMode mode) {
    return new PostgresStandby(primary).start(mode);
  }

  private PostgresProcess start(StandbyMode mode) {
    PostgresHome home = PostgresHome.temporary();
    // Keeps the primary's log from here on, however long the standby is away.
    primary.execute("SELECT pg_create_physical_replication_slot('" + name + "', true)");
    PostgresProcess standby;
    try {
      standby = startCopy(home);
    } catch (IOException | SQLException | RuntimeException e) {
      home.release();
      throw new ServerStartException("no standby of " + primary + ": " + e.getMessage(), e);
    }
    standby.beforeRelease(() -> leave(mode));
    try {
      follow(mode);
      return standby;
    } catch (SQLException | RuntimeException e) {
      standby.close();
      throw new ServerStartException("no standby of " + primary + ": " + e.getMessage(), e);
    }
  }

  private PostgresProcess startCopy(PostgresHome home) throws IOException, SQLException {
    copyData(home);
    primary.binaries().account().takeOver(home.folder());
    return PostgresProcess.start(primary.binaries(), home, primary.password(), setup());
  }

  private void follow(StandbyMode mode) throws SQLException {
    awaitState("streaming");
    if (mode == StandbyMode.SYNCHRONOUS) {
      primary.set("synchronous_standby_names", name);
      awaitState("sync");
    }
  }

  private PostgresSetup setup() {
    String address =
        "host=%s port=%d user=%s password=%s application_name=%s"
            .formatted(primary.host(), primary.port(), primary.user(), primary.password(), name);
    return PostgresSetup.temporary()
        .setting("primary_conninfo", address)
        .setting("primary_slot_name", name);
  }

  private void copyData(PostgresHome home) throws IOException, SQLException {
    try (Connection backup = primary.connect(primary.database());
        Statement statement = backup.createStatement()) {
      boolean renamed = primary.version().major() >= 15;
      statement.execute(
          renamed
              ? "SELECT pg_backup_start('standby', true)"
              : "SELECT pg_start_backup('standby', true, false)");
      FileTrees.copy(primary.home().data(), home.data(), PostgresStandby::belongsToTheCopy);
      String stop = renamed ? "pg_backup_stop(false)" : "pg_stop_backup(false, false)";
      try (ResultSet label = statement.executeQuery("SELECT labelfile FROM " + stop)) {
        label.next();
        Files.writeString(home.data().resolve("backup_label"), label.getString(1));
      }
    }
    // A slot is a folder, which has come along empty.
    FileTrees.empty(home.data().resolve("pg_replslot"));
    Files.createFile(home.data().resolve("standby.signal"));
  }

  private static boolean belongsToTheCopy(Path file) {
    return !OWN_FILES.contains(file) && OWN_FOLDERS.stream().noneMatch(file::startsWith);
  }

  private void awaitState(String wanted) throws SQLException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    try (Connection connection = primary.connect(primary.database());
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT state, sync_state FROM pg_stat_replication WHERE application_name = ?")) {
      statement.setString(1, name);
      while (System.nanoTime() < deadline) {
        try (ResultSet row = statement.executeQuery()) {
          if (row.next() && List.of(row.getString(1), row.getString(2)).contains(wanted)) {
            return;
          }
        }
        LockSupport.parkNanos(10_000_000);
      }
    }
    throw new ServerStartException("the standby of " + primary + " is not " + wanted);
  }

  /** Frees the primary from a standby that will not come back. */
  private void leave(StandbyMode mode) {
    if (!primary.running()) {
      return;
    }
    if (mode == StandbyMode.SYNCHRONOUS) {
      primary.set("synchronous_standby_names", "");
    }
    primary.execute("SELECT pg_drop_replication_slot('" + name + "')");
  }
}
