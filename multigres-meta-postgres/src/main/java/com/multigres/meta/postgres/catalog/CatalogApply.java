package com.multigres.meta.postgres.catalog;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.catalog.spi.Judgement;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.postgres.catalog.internal.CatalogSchema;
import com.multigres.meta.postgres.catalog.internal.ChangeCodec;
import com.multigres.meta.postgres.catalog.internal.RowChanges;
import com.multigres.meta.postgres.catalog.internal.SqlBatch;
import com.multigres.meta.postgres.internal.PostgresAccess;
import com.multigres.meta.postgres.internal.PostgresFailure;
import com.multigres.meta.postgres.internal.PostgresFailure.Kind;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Applies changes: locks the generation row, lets the model decide on the catalog under that lock,
 * and writes the rows in which it changed. Three round trips where nobody else was faster.
 * Thread-safe.
 */
final class CatalogApply {
  // The last statement sees what the one before it waited for.
  private static final String LOCK =
      TransactionStart.SQL
          + """
          SELECT 1 FROM ${schema}.head FOR UPDATE;
          SELECT %s, h.oldest_writer, f.token, c.tombstone, c.generation, c.position_id, c.changed,
              EXISTS (SELECT 1 FROM ${schema}.position p WHERE p.generation = ? AND p.change_id = ?)
            FROM ${schema}.head h CROSS JOIN ${schema}.fence f LEFT JOIN ${schema}.change c ON c.change_id = ?
          """
              .formatted(Head.COLUMNS);

  private final PostgresAccess access;
  private final CatalogSchema schema;
  private final CatalogQueries queries;
  private final SnapshotCache cache;
  private final LostReplies lostReplies;
  private final long retention;

  CatalogApply(
      PostgresAccess access,
      CatalogSchema schema,
      CatalogQueries queries,
      SnapshotCache cache,
      long retention) {
    this.access = access;
    this.schema = schema;
    this.queries = queries;
    this.cache = cache;
    this.lostReplies = new LostReplies(access, schema, queries);
    this.retention = retention;
  }

  /**
   * What the generation row said when it was locked, and what became of the same change id before.
   */
  private record Locked(
      Head head, int oldestWriter, long fence, Optional<Applied> answered, boolean expectedKnown) {}

  /** What a transaction will have done once it is committed. */
  private record Outgoing(Applied applied, CatalogSnapshot snapshot) {}

  Applied apply(List<CatalogChange> changes, ApplyOptions options, String user, Deadline deadline) {
    ChangeId id = options.changeId().orElseGet(ChangeId::random);
    AtomicReference<@Nullable Position> base = new AtomicReference<>();
    while (true) {
      try {
        Outgoing done =
            access.transaction(
                deadline,
                connection ->
                    inTransaction(connection, changes, options, id, user, base, deadline));
        cache.made(done.snapshot());
        return done.applied();
      } catch (PostgresFailure failure) {
        Position before = base.get();
        if (failure.outcome() == Outcome.UNKNOWN
            && failure.kind() != Kind.INTERRUPTED
            && before != null) {
          return lostReplies.resolve(id, before, deadline, failure);
        }
        if (failure.kind() != Kind.CONTENDED
            || failure.outcome() != Outcome.NOT_APPLIED
            || deadline.expired()) {
          throw CatalogErrors.translate(failure);
        }
      }
    }
  }

  private Outgoing inTransaction(
      Connection connection,
      List<CatalogChange> changes,
      ApplyOptions options,
      ChangeId id,
      String user,
      AtomicReference<@Nullable Position> base,
      Deadline deadline)
      throws SQLException {
    Locked locked = lock(connection, options.expected(), id, deadline);
    schema.allow(locked.head().schemaVersion(), locked.oldestWriter(), "change");
    CatalogSnapshot now = underLock(connection, locked.head());
    base.set(now.position());
    if (locked.answered().isPresent()) {
      return new Outgoing(locked.answered().get(), now);
    }
    options
        .expected()
        .ifPresent(
            expected -> Judgement.expect(expected, now.position(), any -> locked.expectedKnown()));
    Catalog next = Judgement.next(now, locked.fence(), changes, options);
    if (next.equals(now.catalog())) {
      return unchanged(connection, options, id, now);
    }
    Position position = new Position(now.position().generation() + 1, id);
    write(connection, now.catalog(), next, changes, position, options.author().orElse(user));
    return new Outgoing(
        new Applied(position, true), new CatalogSnapshot(next, position, Duration.ZERO));
  }

  private Locked lock(
      Connection connection, Optional<Position> expected, ChangeId id, Deadline deadline)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(schema.sql(LOCK))) {
      TransactionStart.bind(statement, deadline);
      int next = TransactionStart.NEXT;
      statement.setLong(next++, expected.map(Position::generation).orElse(-1L));
      statement.setString(next++, expected.map(position -> position.changeId().value()).orElse(""));
      statement.setString(next, id.value());
      try (ResultSet row = TransactionStart.lastOf(3, statement)) {
        row.next();
        return new Locked(
            Head.of(row), row.getInt(5), row.getLong(6), answered(row), row.getBoolean(11));
      }
    }
  }

  /**
   * A tombstone answers nothing: it proves that the change was never made, so it may be made now.
   */
  private static Optional<Applied> answered(ResultSet row) throws SQLException {
    boolean tombstone = row.getBoolean(7);
    return row.wasNull() || tombstone
        ? Optional.empty()
        : Optional.of(
            new Applied(
                new Position(row.getLong(8), new ChangeId(row.getString(9))), row.getBoolean(10)));
  }

  private CatalogSnapshot underLock(Connection connection, Head head) throws SQLException {
    CatalogSnapshot known = cache.newest();
    if (known != null && known.position().equals(head.position())) {
      return known;
    }
    if (known != null && known.position().generation() < head.position().generation()) {
      Optional<CatalogSnapshot> moved = cache.forward(connection, known, 200);
      if (moved.isPresent() && moved.get().position().equals(head.position())) {
        return moved.get();
      }
    }
    return queries.whole(connection);
  }

  private Outgoing unchanged(
      Connection connection, ApplyOptions options, ChangeId id, CatalogSnapshot now)
      throws SQLException {
    Applied applied = new Applied(now.position(), false);
    if (options.changeId().isPresent()) {
      SqlBatch batch = new SqlBatch();
      batch.add(
          schema.sql(
              "INSERT INTO ${schema}.change AS c (change_id, generation, position_id, changed,"
                  + " tombstone) VALUES (?, ?, ?, false, false) ON CONFLICT (change_id) DO UPDATE"
                  + " SET generation = excluded.generation, position_id = excluded.position_id,"
                  + " changed = false, tombstone = false WHERE c.tombstone"),
          id.value(),
          now.position().generation(),
          now.position().changeId().value());
      batch.execute(connection);
    }
    return new Outgoing(applied, now);
  }

  private void write(
      Connection connection,
      Catalog before,
      Catalog next,
      List<CatalogChange> changes,
      Position position,
      String author)
      throws SQLException {
    SqlBatch batch = new SqlBatch();
    if (next.nextId() != before.nextId()) {
      batch.add(
          schema.sql("UPDATE ${schema}.head SET next_id = greatest(next_id, ?)"), next.nextId());
    }
    batch.add(
        schema.sql("SELECT ${schema}.advance(?, ?, false, ?)"),
        position.changeId().value(),
        author,
        ChangeCodec.encode(changes));
    new RowChanges(schema, before, next, changes).addTo(batch);
    if (position.generation() % 64 == 0) {
      batch.add(schema.sql("SELECT ${schema}.trim(?)"), retention);
    }
    batch.execute(connection);
  }

  /** The rows of a fresh cluster's catalog (C1). */
  void writeFirst(Connection connection, String author) throws SQLException {
    write(
        connection,
        Catalog.empty(),
        Catalog.initial(),
        List.of(),
        new Position(1, ChangeId.random()),
        author);
  }
}
