package com.multigres.meta.postgres.catalog.internal;

import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.HistoryEntry;
import com.multigres.meta.catalog.Position;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the log: who changed what (C8), and which rows that moved. Thread-safe. */
public final class LogReader {
  // One statement, so that a generation is never seen without its changes.
  private static final String ENTRIES =
      """
      WITH wanted AS (
        SELECT l.*, p.next_id FROM ${schema}.log l JOIN ${schema}.position p USING (generation)
        WHERE l.generation > ? AND l.generation < ? ORDER BY l.generation %s LIMIT ?
      )
      SELECT generation, 0::bigint AS seq, change_id, author, by_hand, at, next_id, changes, NULL::text[] AS after
        FROM wanted
      UNION ALL SELECT d.generation, d.seq, d.kind, NULL, NULL, NULL, NULL, d.before, d.after
        FROM wanted JOIN ${schema}.log_delta d USING (generation) WHERE by_hand OR ?
      ORDER BY 1, 2
      """;
  private static final String OLDEST = "SELECT min(generation) FROM ${schema}.log";

  private final CatalogSchema schema;

  public LogReader(CatalogSchema schema) {
    this.schema = schema;
  }

  /**
   * One generation of the log.
   *
   * @param entry who changed what, as far as this version of the library knows such changes
   * @param understood whether it knows all of them
   * @param nextId the id that the next thing made gets
   * @param deltas which rows moved; only where they were asked for, or the change was made by hand
   */
  public record Entry(HistoryEntry entry, boolean understood, long nextId, List<Delta> deltas) {}

  /** A row before and after. Never compared, and seen by nobody outside this package. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Delta(
      String kind, @Nullable String @Nullable [] before, @Nullable String @Nullable [] after) {}

  public List<Entry> after(Connection connection, long generation, int limit, boolean allDeltas)
      throws SQLException {
    return read(connection, generation, Long.MAX_VALUE, "ASC", limit, allDeltas);
  }

  public List<Entry> before(Connection connection, long generation, int limit) throws SQLException {
    return read(connection, 0, generation, "DESC", limit, false);
  }

  /** The oldest generation in the log; one more than any where it is empty. */
  public long oldest(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(schema.sql(OLDEST));
        ResultSet row = statement.executeQuery()) {
      row.next();
      long oldest = row.getLong(1);
      return row.wasNull() ? Long.MAX_VALUE : oldest;
    }
  }

  private List<Entry> read(
      Connection connection, long above, long below, String order, int limit, boolean allDeltas)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(schema.sql(ENTRIES.formatted(order)))) {
      statement.setLong(1, above);
      statement.setLong(2, below);
      statement.setInt(3, limit);
      statement.setBoolean(4, allDeltas);
      TreeMap<Long, Draft> drafts = new TreeMap<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          take(rows, drafts.computeIfAbsent(rows.getLong(1), Draft::new));
        }
      }
      return drafts.values().stream().map(Draft::entry).toList();
    }
  }

  private static void take(ResultSet row, Draft draft) throws SQLException {
    if (row.getLong(2) > 0) {
      draft.deltas.add(new Delta(row.getString(3), texts(row.getArray(8)), texts(row.getArray(9))));
      return;
    }
    draft.changeId = row.getString(3);
    draft.author = row.getString(4);
    draft.byHand = row.getBoolean(5);
    draft.at = row.getObject(6, OffsetDateTime.class).toInstant();
    draft.nextId = row.getLong(7);
    draft.said = ChangeCodec.decode(required(row.getArray(8)));
  }

  private static @Nullable String @Nullable [] texts(@Nullable Array array) throws SQLException {
    return array == null ? null : (@Nullable String[]) array.getArray();
  }

  private static String[] required(Array array) throws SQLException {
    return (String[]) array.getArray();
  }

  private static final class Draft {
    private final long generation;
    private final List<Delta> deltas = new ArrayList<>();
    private String changeId = "none";
    private String author = "";
    private boolean byHand;
    private ChangeCodec.Decoded said = new ChangeCodec.Decoded(List.of(), true);
    private Instant at = Instant.EPOCH;
    private long nextId;

    Draft(long generation) {
      this.generation = generation;
    }

    Entry entry() {
      Position position = new Position(generation, new ChangeId(changeId));
      return new Entry(
          new HistoryEntry(position, at, author, said.changes(), byHand),
          said.understood(),
          nextId,
          List.copyOf(deltas));
    }
  }
}
