package com.multigres.meta.postgres.catalog;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.postgres.internal.PostgresAccess;
import com.multigres.meta.postgres.internal.PostgresFailure;
import com.multigres.meta.store.Deadline;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Reads the whole catalog from a standby, and says how far behind it is (rule P6). Thread-safe. */
final class StandbyReads {
  // A standby that replayed everything it received is as current as its connection to the primary.
  private static final String LAG =
      """
      SELECT CASE WHEN NOT pg_catalog.pg_is_in_recovery() THEN 0
        WHEN pg_catalog.pg_last_wal_receive_lsn() = pg_catalog.pg_last_wal_replay_lsn()
          AND EXISTS (SELECT 1 FROM pg_catalog.pg_stat_wal_receiver WHERE status = 'streaming') THEN 0
        ELSE greatest(0, extract(epoch FROM pg_catalog.clock_timestamp() - pg_catalog.pg_last_xact_replay_timestamp()) * 1000) END::bigint
      """;

  private static final Duration STEP = Duration.ofMillis(50);

  private final PostgresAccess access;
  private final CatalogQueries queries;
  private final AtomicReference<@Nullable CatalogSnapshot> newest = new AtomicReference<>();

  StandbyReads(PostgresAccess access, CatalogQueries queries) {
    this.access = access;
    this.queries = queries;
  }

  /**
   * Never goes back within one history (C6): another standby, further behind than the last one, is
   * given time to catch up, unless the primary says that the history itself went back.
   */
  CatalogSnapshot read(Deadline deadline) {
    while (true) {
      CatalogSnapshot known = newest.get();
      CatalogSnapshot read = access.readFromStandby(deadline, connection -> ask(connection, known));
      if (known == null
          || read.position().generation() >= known.position().generation()
          || isLost(known.position(), deadline)) {
        newest.compareAndSet(known, read);
        return read;
      }
      if (deadline.expired()) {
        throw CatalogException.refused(
            Code.TIMEOUT,
            "C6: the standby stands at "
                + read.position()
                + ", and the "
                + deadline
                + " passed before it reached "
                + known.position()
                + ", which was read before");
      }
      LockSupport.parkNanos(STEP.toNanos());
    }
  }

  private boolean isLost(Position position, Deadline deadline) {
    try {
      Boolean known = access.read(deadline, connection -> queries.knows(connection, position));
      return !known;
    } catch (PostgresFailure noPrimary) {
      return false;
    }
  }

  private CatalogSnapshot ask(Connection connection, @Nullable CatalogSnapshot known)
      throws SQLException {
    Duration lag = lag(connection);
    boolean same = known != null && queries.standbyPosition(connection).equals(known.position());
    CatalogSnapshot now = same && known != null ? known : queries.whole(connection);
    return new CatalogSnapshot(now.catalog(), now.position(), lag);
  }

  private static Duration lag(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(LAG)) {
      row.next();
      return Duration.ofMillis(row.getLong(1));
    }
  }
}
