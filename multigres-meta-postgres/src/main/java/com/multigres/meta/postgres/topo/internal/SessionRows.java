package com.multigres.meta.postgres.topo.internal;

import com.multigres.meta.postgres.internal.ServerWaits;
import com.multigres.meta.store.Deadline;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Sessions in the database: rows that expire by the server's clock (rule T18). */
public final class SessionRows {
  // Sent again after a lost reply it changes nothing but the time.
  private static final String OPEN =
      """
      INSERT INTO @schema@.session AS s (id, ttl, expires_at)
        SELECT i.id, i.ttl, clock_timestamp() + i.ttl
        FROM (SELECT ?::uuid AS id, pg_catalog.make_interval(secs => ?) AS ttl) AS i
        WHERE (SELECT @schema@.writer_1())
      ON CONFLICT (id) DO UPDATE SET expires_at = excluded.expires_at
        WHERE s.expires_at > clock_timestamp()
      """;
  private static final String RENEW =
      """
      UPDATE @schema@.session SET expires_at = clock_timestamp() + ttl
      WHERE id = ANY (?) AND expires_at > clock_timestamp() AND (SELECT @schema@.writer_1())
      RETURNING id
      """;
  private static final String CLOSE = "SELECT @schema@.close_session_1(?, ?, ?)";

  private final TopoDatabase database;

  public SessionRows(TopoDatabase database) {
    this.database = database;
  }

  public void open(UUID id, Duration ttl, Deadline deadline) {
    database.write(
        deadline,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(database.sql(OPEN))) {
            statement.setObject(1, id);
            statement.setDouble(2, ttl.toNanos() / 1e9);
            statement.execute();
            TopoDatabase.ensureReplicated(statement);
            return true;
          }
        });
  }

  /** Renews all with one statement; answers those that still stood. */
  public Set<UUID> renew(Collection<UUID> ids, Deadline deadline) {
    return database.keepAlive(
        deadline,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(database.sql(RENEW))) {
            statement.setArray(1, connection.createArrayOf("uuid", ids.toArray(UUID[]::new)));
            Set<UUID> renewed = new HashSet<>();
            try (ResultSet row = statement.executeQuery()) {
              while (row.next()) {
                renewed.add(row.getObject(1, UUID.class));
              }
            }
            TopoDatabase.ensureReplicated(statement);
            return renewed;
          }
        });
  }

  /** Ends a session and removes its nodes. */
  public void close(UUID id, Deadline deadline) {
    database.write(
        deadline,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(database.sql(CLOSE))) {
            statement.setObject(1, id);
            statement.setLong(2, Request.newId());
            statement.setInt(3, ServerWaits.lockMillis(deadline));
            statement.execute();
            TopoDatabase.ensureReplicated(statement);
            return true;
          }
        });
  }
}
