package com.multigres.meta.postgres.catalog.internal;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The hidden schema: its name in SQL, how it is made, and which library versions it allows (rules
 * P1 and P3).
 */
public final class CatalogSchema {
  /** The schema version that this library writes. */
  public static final int VERSION = 1;

  private static final String EXISTS =
      """
      SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ? AND c.relname = 'head')
      """;

  private final String name;
  private final Map<String, String> texts = new ConcurrentHashMap<>();

  public CatalogSchema(String name) {
    this.name = name;
  }

  /**
   * SQL with the schema's quoted name in the place of {@code ${schema}}.
   *
   * @param text one of the library's own, of which there are few: they are kept
   */
  public String sql(String text) {
    return texts.computeIfAbsent(text, this::inPlace);
  }

  private String inPlace(String text) {
    return text.replace("${schema}", "\"" + name + "\"").replace("${channel}", "'" + name + "'");
  }

  /** The channel on which new generations are announced. */
  public String channel() {
    return name;
  }

  /**
   * Asks the table of tables: looking the name up would answer from the session's cache, which
   * learns nothing new while it waits for an advisory lock.
   */
  public boolean exists(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(EXISTS)) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  /** Makes concurrent starters wait for each other until the transaction ends. */
  public void lockForInstall(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(?, 0))")) {
      statement.setString(1, "multigres-meta catalog " + name);
      statement.execute();
    }
  }

  public void create(Connection connection) throws SQLException {
    run(connection, "schema.sql");
  }

  /** Runs the steps from the stored version to this library's, and says which. */
  public List<String> migrate(Connection connection) throws SQLException {
    lockForInstall(connection);
    int stored;
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(sql("SELECT schema_version FROM ${schema}.head FOR UPDATE"))) {
      row.next();
      stored = row.getInt(1);
    }
    List<String> steps = new ArrayList<>();
    for (int from = stored; from < VERSION; from++) {
      run(connection, "migrate-" + from + "-to-" + (from + 1) + ".sql");
      steps.add("schema " + name + ": version " + from + " to " + (from + 1));
    }
    return List.copyOf(steps);
  }

  /** Refuses a schema that needs a newer library (rule P3). */
  public void allow(int stored, int oldestAllowed, String toDo) {
    if (oldestAllowed > VERSION) {
      throw CatalogException.refused(
          Code.SCHEMA_TOO_NEW,
          "P3: the catalog's schema has version "
              + stored
              + " and allows only libraries of schema version "
              + oldestAllowed
              + " and newer to "
              + toDo
              + " it; this library has schema version "
              + VERSION);
    }
  }

  private void run(Connection connection, String resource) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(inPlace(read(resource)));
    }
  }

  private static String read(String resource) {
    try (InputStream in = CatalogSchema.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the library lacks its own resource " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
