package com.multigres.meta.postgres.catalog;

import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.HistoryEntry;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.postgres.catalog.internal.CatalogSchema;
import com.multigres.meta.postgres.catalog.internal.LogReader;
import com.multigres.meta.postgres.catalog.internal.Rolling;
import com.multigres.meta.postgres.internal.PostgresAccess;
import com.multigres.meta.store.Deadline;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was: the log newest first, and the catalog of an earlier generation (rule C8). Thread-safe.
 */
final class CatalogHistory {
  private static final int PAGE = 500;
  private static final String POSITION =
      "SELECT p.change_id, p.next_id FROM ${schema}.position p WHERE p.generation = ?";

  private final PostgresAccess access;
  private final CatalogSchema schema;
  private final LogReader log;
  private final SnapshotCache cache;

  CatalogHistory(PostgresAccess access, CatalogSchema schema, LogReader log, SnapshotCache cache) {
    this.access = access;
    this.schema = schema;
    this.log = log;
    this.cache = cache;
  }

  List<HistoryEntry> entries(long before, int limit, Deadline deadline) {
    cache.current(deadline);
    List<LogReader.Entry> found =
        limit == 0
            ? List.of()
            : access.read(deadline, connection -> log.before(connection, before, limit));
    List<HistoryEntry> newestFirst = new ArrayList<>();
    for (int i = found.size() - 1; i >= 0; i--) {
      newestFirst.add(found.get(i).entry());
    }
    return newestFirst;
  }

  /** The oldest generation that the log holds. */
  long oldest(Deadline deadline) {
    Long oldest = access.read(deadline, connection -> log.oldest(connection));
    return oldest;
  }

  /** The catalog of a generation, as long as every later one is in the log. */
  Optional<CatalogSnapshot> at(long generation, Deadline deadline) {
    CatalogSnapshot now = cache.current(deadline);
    if (generation == now.position().generation()) {
      return Optional.of(now);
    }
    if (generation < 1
        || generation > now.position().generation()
        || generation < oldest(deadline) - 1) {
      return Optional.empty();
    }
    return access.read(deadline, connection -> rolledBack(connection, now, generation));
  }

  private Optional<CatalogSnapshot> rolledBack(
      Connection connection, CatalogSnapshot now, long generation) throws SQLException {
    List<LogReader.Entry> later = new ArrayList<>();
    long reached = generation;
    while (reached < now.position().generation()) {
      long before = reached;
      List<LogReader.Entry> page = log.after(connection, reached, PAGE, true);
      for (LogReader.Entry entry : page) {
        boolean next = entry.entry().position().generation() == reached + 1;
        if (next && reached < now.position().generation()) {
          later.add(entry);
          reached++;
        }
      }
      if (reached == before) {
        // The log has a gap, or was trimmed meanwhile.
        return Optional.empty();
      }
    }
    try (PreparedStatement statement = connection.prepareStatement(schema.sql(POSITION))) {
      statement.setLong(1, generation);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        Position then = new Position(generation, new ChangeId(row.getString(1)));
        return Optional.of(
            new CatalogSnapshot(
                Rolling.back(now.catalog(), later, row.getLong(2)), then, Duration.ZERO));
      }
    }
  }
}
