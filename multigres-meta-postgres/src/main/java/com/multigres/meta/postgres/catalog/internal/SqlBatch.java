package com.multigres.meta.postgres.catalog.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Statements that go to the server together, every value bound: in one round trip, or in as few as
 * their values need. Used once.
 */
public final class SqlBatch {
  // The protocol counts parameters in 16 bits, and the driver those of all statements in one text.
  private static final int MAX_PARAMETERS = 30_000;

  private final List<Part> parts = new ArrayList<>();

  private record Part(List<String> statements, List<@Nullable Object> parameters) {}

  public void add(String sql, @Nullable Object... values) {
    Part part = partWithRoomFor(values.length);
    part.statements().add(sql);
    for (Object value : values) {
      part.parameters().add(value);
    }
  }

  /** Adds one {@code INSERT … VALUES} for many rows, or several where they are very many. */
  public void insert(String into, int columns, List<@Nullable Object[]> rows) {
    int most = MAX_PARAMETERS / columns;
    String row = "(" + "?, ".repeat(columns - 1) + "?)";
    for (int from = 0; from < rows.size(); from += most) {
      List<@Nullable Object[]> some = rows.subList(from, Math.min(rows.size(), from + most));
      Part part = partWithRoomFor(some.size() * columns);
      part.statements().add(into + " VALUES " + (row + ", ").repeat(some.size() - 1) + row);
      for (Object[] values : some) {
        for (Object value : values) {
          part.parameters().add(value);
        }
      }
    }
  }

  private Part partWithRoomFor(int count) {
    Part last = parts.isEmpty() ? null : parts.get(parts.size() - 1);
    if (last != null && last.parameters().size() + count <= MAX_PARAMETERS) {
      return last;
    }
    Part next = new Part(new ArrayList<>(), new ArrayList<>());
    parts.add(next);
    return next;
  }

  public void execute(Connection connection) throws SQLException {
    for (Part part : parts) {
      execute(connection, part);
    }
  }

  private static void execute(Connection connection, Part part) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(String.join(";\n", part.statements()))) {
      for (int i = 0; i < part.parameters().size(); i++) {
        bind(connection, statement, i + 1, part.parameters().get(i));
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
