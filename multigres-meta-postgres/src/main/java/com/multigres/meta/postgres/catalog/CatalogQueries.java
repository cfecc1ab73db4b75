package com.multigres.meta.postgres.catalog;

import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.model.Violation;
import com.multigres.meta.postgres.catalog.internal.CatalogAssembly;
import com.multigres.meta.postgres.catalog.internal.CatalogSchema;
import com.multigres.meta.postgres.internal.ReplicationWarnings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The questions that are asked of a catalog as it stands. Thread-safe. */
final class CatalogQueries {
  private static final long OUT_OF_THE_ORDINARY = -1;
  // Each read pays for the width of its answer and for each question in it, so these are two short
  // columns. Where a condition fails, the longer question tells which.
  private static final String PRIMARY_POSITION =
      "SELECT CASE WHEN h.oldest_reader <= "
          + CatalogSchema.VERSION
          + " AND NOT pg_catalog.pg_is_in_recovery()%s THEN h.generation ELSE "
          + OUT_OF_THE_ORDINARY
          + " END, h.change_id FROM ${schema}.head h";
  private static final String POSITION = PRIMARY_POSITION.formatted("");
  private static final String LONE_POSITION =
      PRIMARY_POSITION.formatted(
          " AND pg_catalog.current_setting('synchronous_standby_names') = ''");
  // Sooner than this after it was given standbys no server was ever replaced by one of them.
  private static final long STANDBYS_ASKED_EVERY_NANOS = Duration.ofMillis(100).toNanos();
  private static final String STANDING =
      "SELECT "
          + Head.COLUMNS
          + ", pg_catalog.pg_is_in_recovery(),"
          + " pg_catalog.current_setting('synchronous_standby_names') <> ''";
  private static final String HEAD = STANDING + " FROM ${schema}.head h";
  // Waits for the standbys like any commit, and so proves that this server is still the primary
  // (P8).
  private static final String PROVEN_HEAD =
      STANDING
          + ", CASE WHEN pg_catalog.pg_is_in_recovery() THEN NULL"
          + " ELSE pg_catalog.pg_logical_emit_message(true, ${channel}, '') END"
          + " FROM ${schema}.head h";
  private static final String STANDBY_HEAD =
      "SELECT " + Head.COLUMNS + ", false, false FROM ${schema}.head h";
  private static final String KNOWN =
      "SELECT EXISTS (SELECT 1 FROM ${schema}.position WHERE generation = ? AND change_id = ?)";
  private static final String MISNAMED =
      "SELECT s.name, s.id FROM ${schema}.shard s WHERE NOT ${schema}.spells(s.name, s.range_start,"
          + " s.range_end)";
  // What a server says that was demoted: not the one to ask.
  private static final String READ_ONLY = "25006";

  private final CatalogSchema schema;
  private volatile boolean hasSynchronousStandbys;
  private volatile long standbysAskedNanos = System.nanoTime() - STANDBYS_ASKED_EVERY_NANOS;

  CatalogQueries(CatalogSchema schema) {
    this.schema = schema;
  }

  /**
   * Where the catalog stands. A server with synchronous standbys proves that it is still the
   * primary, whatever its address says: a gateway or a virtual address may lead elsewhere by now. A
   * standby does not answer.
   *
   * @param proven whether the proof is asked for in any case
   */
  Position position(Connection connection, boolean proven) throws SQLException {
    if (proven || hasSynchronousStandbys) {
      return position(connection, PROVEN_HEAD);
    }
    Optional<Position> ordinary = ordinaryPosition(connection);
    if (ordinary.isPresent()) {
      return ordinary.get();
    }
    Position standing = position(connection, HEAD);
    return hasSynchronousStandbys ? position(connection, PROVEN_HEAD) : standing;
  }

  /** Where a primary without synchronous standbys stands, if this is one that may be read. */
  private Optional<Position> ordinaryPosition(Connection connection) throws SQLException {
    long now = System.nanoTime();
    boolean asksForStandbys = now - standbysAskedNanos >= STANDBYS_ASKED_EVERY_NANOS;
    String sql = schema.sql(asksForStandbys ? LONE_POSITION : POSITION);
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      row.next();
      long generation = row.getLong(1);
      if (generation == OUT_OF_THE_ORDINARY) {
        return Optional.empty();
      }
      if (asksForStandbys) {
        standbysAskedNanos = now;
      }
      return Optional.of(new Position(generation, new ChangeId(row.getString(2))));
    }
  }

  /** Whether the server was seen to have synchronous standbys, which each proof waits for. */
  boolean proves() {
    return hasSynchronousStandbys;
  }

  /** Where a server stands that need not be the primary. */
  Position standbyPosition(Connection connection) throws SQLException {
    return position(connection, STANDBY_HEAD);
  }

  private Position position(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(schema.sql(sql));
        ResultSet row = statement.executeQuery()) {
      row.next();
      Head head = Head.of(row);
      schema.allow(head.schemaVersion(), head.oldestReader(), "read");
      if (row.getBoolean(5)) {
        throw new SQLException("the server is a standby", READ_ONLY);
      }
      if (row.getBoolean(6)) {
        hasSynchronousStandbys = true;
      }
      ReplicationWarnings.refuse(statement.getWarnings());
      return head.position();
    }
  }

  boolean knows(Connection connection, Position position) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(schema.sql(KNOWN))) {
      statement.setLong(1, position.generation());
      statement.setString(2, position.changeId().value());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  /** The whole catalog, in one statement (P5). */
  CatalogSnapshot whole(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement(schema.sql(CatalogAssembly.SQL));
        ResultSet rows = statement.executeQuery()) {
      return new CatalogAssembly(schema).of(rows);
    }
  }

  /** What is wrong with the history, where triggers were switched off. */
  List<Violation> historyFaults(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement(
                schema.sql("SELECT rule, message FROM ${schema}.history_faults()"));
        ResultSet rows = statement.executeQuery()) {
      List<Violation> found = new ArrayList<>();
      while (rows.next()) {
        found.add(new Violation(rows.getString(1), rows.getString(2)));
      }
      return found;
    }
  }

  /** What is wrong with names that the reading of a catalog relies on. */
  List<Violation> misnamedShards(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(schema.sql(MISNAMED));
        ResultSet rows = statement.executeQuery()) {
      List<Violation> found = new ArrayList<>();
      while (rows.next()) {
        found.add(
            new Violation(
                "C2",
                "shard \""
                    + rows.getString(1)
                    + "\" #"
                    + rows.getLong(2)
                    + " has a name that does not spell its range"));
      }
      return found;
    }
  }
}
