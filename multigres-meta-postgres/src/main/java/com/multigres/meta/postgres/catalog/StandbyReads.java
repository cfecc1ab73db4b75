package com.multigres.meta.postgres.catalog;

import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.postgres.internal.PostgresAccess;
import com.multigres.meta.store.Deadline;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Reads the whole catalog from a standby, and says how far behind it is (rule P6). Thread-safe. */
final class StandbyReads {
  // A standby that replayed everything it received is as current as its connection to the primary.
  private static final String LAG =
      """
      SELECT CASE WHEN NOT pg_is_in_recovery() THEN 0
        WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn()
          AND EXISTS (SELECT 1 FROM pg_stat_wal_receiver WHERE status = 'streaming') THEN 0
        ELSE greatest(0, extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) * 1000) END::bigint
      """;

  private final PostgresAccess access;
  private final CatalogQueries queries;

  StandbyReads(PostgresAccess access, CatalogQueries queries) {
    this.access = access;
    this.queries = queries;
  }

  CatalogSnapshot read(Deadline deadline) {
    return access.readFromStandby(
        deadline,
        connection -> {
          Duration lag = lag(connection);
          CatalogSnapshot whole = queries.whole(connection);
          return new CatalogSnapshot(whole.catalog(), whole.position(), lag);
        });
  }

  private static Duration lag(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(LAG)) {
      row.next();
      return Duration.ofMillis(row.getLong(1));
    }
  }
}
