package com.multigres.meta.postgres.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements that go to the server together, in one round trip, every value bound. Used once. */
final class SqlBatch {
  // The protocol counts a statement's parameters in 16 bits.
  private static final int MAX_PARAMETERS = 30_000;

  private final List<String> statements = new ArrayList<>();
  private final List<@Nullable Object> parameters = new ArrayList<>();

  void add(String sql, @Nullable Object... values) {
    statements.add(sql);
    for (Object value : values) {
      parameters.add(value);
    }
  }

  /** Adds one {@code INSERT … VALUES} for many rows, or several where they are very many. */
  void insert(String into, int columns, List<@Nullable Object[]> rows) {
    int most = MAX_PARAMETERS / columns;
    String row = "(" + "?, ".repeat(columns - 1) + "?)";
    for (int from = 0; from < rows.size(); from += most) {
      List<@Nullable Object[]> part = rows.subList(from, Math.min(rows.size(), from + most));
      statements.add(into + " VALUES " + (row + ", ").repeat(part.size() - 1) + row);
      for (Object[] values : part) {
        for (Object value : values) {
          parameters.add(value);
        }
      }
    }
  }

  void execute(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(String.join(";\n", statements))) {
      for (int i = 0; i < parameters.size(); i++) {
        bind(connection, statement, i + 1, parameters.get(i));
      }
      statement.execute();
      // An error of a later statement comes only when its result is asked for.
      boolean more = true;
      while (more) {
        more = statement.getMoreResults() || statement.getUpdateCount() != -1;
      }
    }
  }

  private static void bind(
      Connection connection, PreparedStatement statement, int at, @Nullable Object value)
      throws SQLException {
    if (value instanceof String[] texts) {
      statement.setArray(at, connection.createArrayOf("text", texts));
    } else if (value instanceof byte[] bytes) {
      statement.setBytes(at, bytes);
    } else {
      statement.setObject(at, value);
    }
  }
}
