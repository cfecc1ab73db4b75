package com.multigres.meta.postgres.topo.internal;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoPath;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log in pages that are bounded in rows and bytes. A write that was overwritten since
 * comes without its value, and is left out: its successor is in the log as well, further on.
 */
public final class TopoLogReader {
  private static final int ROWS = 1000;
  private static final int BYTES = 8 << 20;

  // The sum of sizes is that before the row: a page holds one row at least, however large.
  static final String PAGE =
      """
      SELECT h.incarnation, c.counter, c.write_id, (SELECT min(counter) FROM @schema@.log),
        EXISTS (SELECT FROM @schema@.log WHERE counter = ? AND write_id = ?),
        (h.oldest_reader > 2 AND @schema@.refuse_1(h.schema_version, h.oldest_reader, 'read it'))
          OR EXISTS (SELECT FROM @schema@.session WHERE expires_at <= pg_catalog.now()),
        current_setting('synchronous_standby_names') <> '',
        l.counter, l.write_id, l.deleted, l.key, n.value, n.session
      FROM @history@ AS h CROSS JOIN @counter@ AS c LEFT JOIN (
          SELECT b.*, sum(size) OVER (ORDER BY counter) - size AS before FROM (
            SELECT g.*, coalesce(octet_length(m.value), 0) AS size
            FROM @schema@.log AS g LEFT JOIN @schema@.node AS m ON m.key = g.key AND m.counter = g.counter
            WHERE g.counter > ? AND (g.key >= ? AND g.key < ? OR g.key >= '\\xff')
            ORDER BY g.counter LIMIT %d) AS b) AS l ON l.before < %d
        LEFT JOIN @schema@.node AS n ON n.key = l.key AND n.counter = l.counter
      ORDER BY l.counter
      """
          .formatted(ROWS, BYTES);

  private final TopoDatabase database;
  private final NodeKeys keys;

  public TopoLogReader(TopoDatabase database, NodeKeys keys) {
    this.database = database;
    this.keys = keys;
  }

  public LogPage after(Stamp from, KeySpan span, Deadline deadline) {
    return database.read(
        deadline,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(database.sql(PAGE))) {
            statement.setLong(1, from.counter());
            statement.setLong(2, from.writeId());
            statement.setLong(3, from.counter());
            statement.setBytes(4, span.from().toByteArray());
            statement.setBytes(5, span.to().toByteArray());
            try (ResultSet row = statement.executeQuery()) {
              return page(row);
            }
          }
        });
  }

  private LogPage page(ResultSet row) throws SQLException {
    List<LogPage.Entry> entries = new ArrayList<>();
    Set<TopoPath> locks = new LinkedHashSet<>();
    long size = 0;
    Stamp last = Stamp.NONE;
    int rows = 0;
    if (!row.next()) {
      throw new SQLException("the topology's schema lost a row of its own", "42P01");
    }
    LogPage empty = head(row);
    do {
      byte @Nullable [] key = row.getBytes(11);
      if (key == null) {
        return empty;
      }
      rows++;
      last = new Stamp(row.getLong(8), row.getLong(9));
      ByteString at = UnsafeByteOperations.unsafeWrap(key);
      if (NodeKeys.isLock(at)) {
        keys.lock(at).ifPresent(locks::add);
        continue;
      }
      byte @Nullable [] value = row.getBytes(12);
      size += value == null ? 0 : value.length;
      if (value != null || row.getBoolean(10)) {
        entries.add(entry(last, at, value, row));
      }
    } while (row.next());
    boolean cut = rows == ROWS || size >= BYTES;
    return new LogPage(
        empty.incarnation(),
        empty.head(),
        empty.floor(),
        empty.known(),
        empty.expired(),
        empty.replicated(),
        List.copyOf(entries),
        List.copyOf(locks),
        cut ? last : empty.head());
  }

  private static LogPage head(ResultSet row) throws SQLException {
    Stamp head = new Stamp(row.getLong(2), row.getLong(3));
    return new LogPage(
        row.getLong(1),
        head,
        row.getLong(4),
        row.getBoolean(5),
        row.getBoolean(6),
        row.getBoolean(7),
        List.of(),
        List.of(),
        head);
  }

  private LogPage.Entry entry(Stamp at, ByteString key, byte @Nullable [] value, ResultSet row)
      throws SQLException {
    TopoPath path = keys.path(key);
    Optional<Node> node =
        value == null
            ? Optional.empty()
            : Optional.of(TopoReads.node(path, value, at, row.getObject(13, UUID.class)));
    return new LogPage.Entry(at, key, path, node);
  }
}
