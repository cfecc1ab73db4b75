package com.multigres.meta.postgres.catalog;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.postgres.internal.PostgresAccess;
import com.multigres.meta.store.Deadline;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Removes a catalog's schema, and no other: what does not look like one is left.
 *
 * @param schema its plain name
 */
record CatalogRemoval(String schema) {
  private static final String IS_THERE = "SELECT FROM pg_namespace WHERE nspname = ?";
  private static final String IS_OURS =
      "SELECT FROM pg_class WHERE relnamespace = ?::regnamespace AND relname IN ('head', 'fence')"
          + " HAVING count(*) = 2";

  static CatalogRemoval of(String schema) {
    return new CatalogRemoval(schema);
  }

  void in(PostgresAccess access, Deadline deadline) {
    String found = access.transaction(deadline, this::remove);
    if (!found.isEmpty()) {
      throw CatalogException.badInput(found);
    }
  }

  private String remove(Connection connection) throws SQLException {
    if (!any(connection, IS_THERE)) {
      return "";
    }
    if (!any(connection, IS_OURS)) {
      return "the schema '" + schema + "' holds no catalog, and so it is not removed";
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA " + schema + " CASCADE");
    }
    return "";
  }

  private boolean any(Connection connection, String query) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, schema);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }
}
