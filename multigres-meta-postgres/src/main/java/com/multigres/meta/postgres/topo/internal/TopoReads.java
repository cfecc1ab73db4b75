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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads, each one statement and thus of one moment. Where the server has synchronous standbys the
 * statement also writes a message that means nothing, so that its commit proves that the server it
 * read from is still the primary (rules T5 and P8), and that what was read will last.
 *
 * <p>A statement that notices an expired session is repeated once that session is gone: what stands
 * is what the log says, and nobody sees a node go and come back. (Where only newer libraries may
 * remove it, they do.)
 */
public final class TopoReads {
  // Whoever may not read any more is told so by the same statement (P3).
  private static final String EXPIRED =
      """
      (SELECT h.oldest_reader > 2 AND @schema@.refuse_1(h.schema_version, h.oldest_reader, 'read it')
          FROM @schema@.history AS h) OR EXISTS (SELECT FROM @schema@.session WHERE expires_at <= pg_catalog.now())\
      """;
  private static final String PROOF =
      ", (SELECT pg_catalog.pg_logical_emit_message(true, 'multigres_topo', '')) IS NULL,"
          + " (SELECT @schema@.durable_1()) IS NULL";
  private static final String ONE =
      """
      SELECT %s AS expired, n.key, n.value, n.counter, n.write_id, n.session%s
      FROM @counter@ AS c LEFT JOIN @schema@.node AS n ON n.key = ?
      """;
  private static final String LIST =
      """
      SELECT %s AS expired, n.key, n.value, n.counter, n.write_id, n.session, c.counter, c.write_id%s
      FROM @counter@ AS c LEFT JOIN @schema@.node AS n ON n.key >= ? AND n.key < ?
      ORDER BY n.key
      """;
  // From each name found, one step to the first key behind its tree: what lies in the trees is not
  // read.
  private static final String CHILDREN =
      """
      WITH RECURSIVE found (name) AS (
        (SELECT substr(key, ?, position('\\x00'::bytea IN substr(key, ?)) - 1) FROM @schema@.node
          WHERE key >= ? AND key < ? ORDER BY key LIMIT 1)
        UNION ALL
        SELECT (SELECT substr(key, ?, position('\\x00'::bytea IN substr(key, ?)) - 1) FROM @schema@.node
          WHERE key >= ? || name || '\\x01' AND key < ? ORDER BY key LIMIT 1)
        FROM found WHERE name IS NOT NULL)
      SELECT %s AS expired, name%s FROM @counter@ AS c LEFT JOIN found ON name IS NOT NULL
      """;
  private static final int ROUNDS = 3;

  private final TopoDatabase database;
  private final NodeKeys keys;
  private final BooleanSupplier prove;
  private final Reaper reaper;

  /** What stood at one moment. */
  public record State(Stamp at, List<Node> nodes) {}

  /**
   * What was read.
   *
   * @param expired whether a session has expired that nobody has removed yet
   */
  record Answer<T>(boolean expired, T content) {}

  /** Sets the parameters, and reads the rows, of which the first column tells what expired. */
  interface Question<T> {
    Answer<T> ask(PreparedStatement statement) throws SQLException;
  }

  public TopoReads(TopoDatabase database, NodeKeys keys, BooleanSupplier prove, Reaper reaper) {
    this.database = database;
    this.keys = keys;
    this.prove = prove;
    this.reaper = reaper;
  }

  public Optional<Node> one(TopoPath path, Deadline deadline) {
    byte[] key = keys.key(path).toByteArray();
    return ask(
        ONE,
        deadline,
        statement -> {
          statement.setBytes(1, key);
          try (ResultSet row = statement.executeQuery()) {
            row.next();
            return new Answer<>(row.getBoolean(1), Optional.ofNullable(node(row)));
          }
        });
  }

  public List<Node> below(TopoPath directory, Deadline deadline) {
    return state(keys.below(directory), deadline).nodes();
  }

  public State state(KeySpan span, Deadline deadline) {
    return ask(
        LIST,
        deadline,
        statement -> {
          statement.setBytes(1, span.from().toByteArray());
          statement.setBytes(2, span.to().toByteArray());
          try (ResultSet row = statement.executeQuery()) {
            return nodes(row);
          }
        });
  }

  private Answer<State> nodes(ResultSet row) throws SQLException {
    List<Node> nodes = new ArrayList<>();
    boolean expired = false;
    Stamp at = Stamp.NONE;
    while (row.next()) {
      expired = row.getBoolean(1);
      at = new Stamp(row.getLong(7), row.getLong(8));
      Node node = node(row);
      if (node != null) {
        nodes.add(node);
      }
    }
    return new Answer<>(expired, new State(at, List.copyOf(nodes)));
  }

  public List<String> children(TopoPath directory, Deadline deadline) {
    byte[] prefix = keys.key(directory).toByteArray();
    KeySpan span = keys.below(directory);
    return ask(
        CHILDREN,
        deadline,
        statement -> {
          statement.setInt(1, prefix.length + 1);
          statement.setInt(2, prefix.length + 1);
          statement.setBytes(3, span.from().toByteArray());
          statement.setBytes(4, span.to().toByteArray());
          statement.setInt(5, prefix.length + 1);
          statement.setInt(6, prefix.length + 1);
          statement.setBytes(7, prefix);
          statement.setBytes(8, span.to().toByteArray());
          try (ResultSet row = statement.executeQuery()) {
            return names(row);
          }
        });
  }

  private static Answer<List<String>> names(ResultSet row) throws SQLException {
    List<String> names = new ArrayList<>();
    boolean expired = false;
    while (row.next()) {
      expired = row.getBoolean(1);
      byte @Nullable [] name = row.getBytes(2);
      if (name != null) {
        names.add(ByteString.copyFrom(name).toStringUtf8());
      }
    }
    return new Answer<>(expired, List.copyOf(names));
  }

  /**
   * Asks until nothing that has expired is in the way.
   *
   * @param text a statement with a place for the column that tells what expired, and one behind all
   *     columns for the proof
   */
  <T> T ask(String text, Deadline deadline, Question<T> question) {
    boolean proved = prove.getAsBoolean();
    String sql = database.sql(text.formatted(EXPIRED, proved ? PROOF : ""));
    Answer<T> answer = once(sql, deadline, question);
    for (int round = 0; answer.expired() && round < ROUNDS && reaper.reap(deadline); round++) {
      answer = once(sql, deadline, question);
    }
    return answer.content();
  }

  private <T> Answer<T> once(String sql, Deadline deadline, Question<T> question) {
    return database.read(
        deadline,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Answer<T> answer = question.ask(statement);
            TopoDatabase.ensureReplicated(statement);
            return answer;
          }
        });
  }

  /** The node in a row whose columns 2 to 6 describe one, or null where none stands. */
  private @Nullable Node node(ResultSet row) throws SQLException {
    byte @Nullable [] key = row.getBytes(2);
    if (key == null) {
      return null;
    }
    return node(
        keys.path(UnsafeByteOperations.unsafeWrap(key)),
        row.getBytes(3),
        new Stamp(row.getLong(4), row.getLong(5)),
        row.getObject(6, UUID.class));
  }

  public static Node node(TopoPath path, byte[] value, Stamp written, @Nullable UUID session) {
    return new Node(
        path,
        UnsafeByteOperations.unsafeWrap(value),
        written.version(path),
        Optional.ofNullable(session).map(SessionIds::of));
  }
}
