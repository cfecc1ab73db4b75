package com.multigres.meta.postgres.topo.internal;

import com.google.common.io.Resources;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The hidden area's definition, and its making. The schema is made by whoever comes first; the
 * others wait.
 */
public final class TopoSchema {
  /** The version of the area that this library reads, writes and makes. */
  public static final int VERSION = 2;

  // Version 2 added locks, and taught the functions of version 1 to keep them.
  private static final int OLDEST_READER = 1;
  private static final int OLDEST_WRITER = 1;

  // The planner takes tables that nobody has analysed for large ones: joined, it believes in
  // millions
  // of rows, and compiles the statement for seconds (jit_above_cost).
  private static final String ONE_ROW = "(SELECT * FROM @schema@.%s LIMIT 1)";

  private final String name;

  public TopoSchema(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  /** The channel on which writes are announced. */
  public String channel() {
    return name;
  }

  /**
   * A statement with the schema's name in the place of {@code @schema@}, and its tables of one row
   * in the places of {@code @history@} and {@code @counter@}.
   */
  public String sql(String text) {
    return text.replace("@history@", ONE_ROW.formatted("history"))
        .replace("@counter@", ONE_ROW.formatted("counter"))
        .replace("@schema@", "\"" + name.replace("\"", "\"\"") + "\"")
        .replace("@channel@", name.replace("'", "''"));
  }

  /**
   * Makes the area if it is not there, and brings an older one up to date. One transaction.
   *
   * @throws TopoException {@code UNSUPPORTED} for an area of a newer library; {@code BAD_INPUT} for
   *     a schema that is somebody else's
   */
  public void ensure(Connection connection) throws SQLException {
    if (exists(connection) && allowReader(connection) >= VERSION) {
      return;
    }
    try (PreparedStatement lock =
        connection.prepareStatement(
            "SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(?, 7))")) {
      lock.setString(1, "multigres topology " + name);
      lock.execute();
    }
    if (exists(connection)) {
      migrate(connection, allowReader(connection));
    } else {
      make(connection);
    }
  }

  private boolean exists(Connection connection) throws SQLException {
    return ask(
        connection,
        "SELECT EXISTS (SELECT FROM pg_catalog.pg_class c"
            + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE n.nspname = ? AND c.relname = 'history')");
  }

  private boolean occupied(Connection connection) throws SQLException {
    return ask(
        connection,
        "SELECT EXISTS (SELECT FROM pg_catalog.pg_class c"
            + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ?)");
  }

  private boolean ask(Connection connection, String question) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(question)) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  /**
   * Refuses a library that may not read.
   *
   * @return the stored version
   * @throws TopoException {@code UNSUPPORTED} with both versions (rule P3)
   */
  private int allowReader(Connection connection) throws SQLException {
    return allow(connection, "oldest_reader", "read");
  }

  /**
   * Refuses a library that may not write. The functions that write ask as well; this is for when
   * they are gone.
   *
   * @throws TopoException {@code UNSUPPORTED} with both versions (rule P3)
   */
  void allowWriter(Connection connection) throws SQLException {
    allow(connection, "oldest_writer", "write");
  }

  private int allow(Connection connection, String column, String toDo) throws SQLException {
    String question = "SELECT schema_version, " + column + " FROM @schema@.history";
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql(question))) {
      if (!row.next()) {
        throw TopoException.refused(
            Code.CORRUPT, "the schema '" + name + "' lost the row that says its version");
      }
      if (row.getInt(2) > VERSION) {
        throw TopoException.refused(
            Code.UNSUPPORTED,
            "P3: the schema '%s' has version %d and needs a library that knows %d to %s it; this one knows %d"
                .formatted(name, row.getInt(1), row.getInt(2), toDo, VERSION));
      }
      return row.getInt(1);
    }
  }

  /** Nothing of an older version is in the way of a library that knows it: it goes on beside. */
  private void migrate(Connection connection, int stored) throws SQLException {
    if (stored >= VERSION) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql(resource("tables-2.sql")));
      statement.execute(sql(resource("functions-2.sql")));
      statement.execute(sql("UPDATE @schema@.history SET schema_version = " + VERSION));
    }
  }

  private void make(Connection connection) throws SQLException {
    if (occupied(connection)) {
      throw TopoException.badInput(
          "the schema '" + name + "' holds something else; name another with ?schema=");
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql("CREATE SCHEMA IF NOT EXISTS @schema@"));
      statement.execute(sql("REVOKE ALL ON SCHEMA @schema@ FROM PUBLIC"));
      statement.execute(sql(resource("tables-1.sql")));
      statement.execute(sql(resource("functions-1.sql")));
      statement.execute(sql(resource("tables-2.sql")));
      statement.execute(sql(resource("functions-2.sql")));
    }
    begin(connection, ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
  }

  /** The first point of a history that nobody shares. */
  private void begin(Connection connection, long incarnation) throws SQLException {
    String rows =
        """
        WITH h AS (INSERT INTO @schema@.history VALUES (true, ?, ?, ?, ?) RETURNING incarnation),
          c AS (INSERT INTO @schema@.counter SELECT true, 1, incarnation FROM h)
        INSERT INTO @schema@.log (counter, write_id, deleted, key) SELECT 1, incarnation, true, '' FROM h
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql(rows))) {
      statement.setInt(1, VERSION);
      statement.setInt(2, OLDEST_READER);
      statement.setInt(3, OLDEST_WRITER);
      statement.setLong(4, incarnation);
      statement.execute();
    }
  }

  private static String resource(String file) {
    try {
      return Resources.toString(
          Resources.getResource(TopoSchema.class, file), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("the library lacks its own " + file, unreadable);
    }
  }
}
