package com.multigres.meta.postgres.catalog;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.postgres.catalog.internal.CatalogSchema;
import com.multigres.meta.postgres.internal.PostgresAccess;
import com.multigres.meta.postgres.internal.PostgresFailure;
import com.multigres.meta.postgres.internal.PostgresFailure.Kind;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Finds out what became of a change whose commit was never answered (rule C11). It inserts the same
 * change id as a tombstone: that waits for the transaction in flight, then either finds it applied
 * or makes it impossible for ever. Thread-safe.
 */
final class LostReplies {
  // The update means nothing, but makes the commit wait for the standbys that the lost one waited
  // for: what is found may be visible here and nowhere else yet (P8).
  private static final String BURY =
      TransactionStart.SQL
          + """
      INSERT INTO ${schema}.change (change_id, tombstone) VALUES (?, true) ON CONFLICT (change_id) DO NOTHING;
      UPDATE ${schema}.fence SET token = token;
      SELECT tombstone, generation, position_id, changed FROM ${schema}.change WHERE change_id = ?
      """;

  private final PostgresAccess access;
  private final CatalogSchema schema;
  private final CatalogQueries queries;

  LostReplies(PostgresAccess access, CatalogSchema schema, CatalogQueries queries) {
    this.access = access;
    this.schema = schema;
    this.queries = queries;
  }

  /**
   * What the change id says now: what it did, or nothing for a tombstone; and whether the history
   * is still ours.
   */
  private record Answer(Optional<Applied> applied, boolean sameHistory) {}

  /**
   * Answers as the change would have.
   *
   * @param before where the catalog stood when the change was decided: a history without it proves
   *     nothing
   */
  Applied resolve(ChangeId id, Position before, Deadline deadline, PostgresFailure lost) {
    while (!deadline.expired()) {
      try {
        Answer answer =
            access.transaction(deadline, connection -> ask(connection, id, before, deadline));
        if (answer.applied().isPresent()) {
          return answer.applied().get();
        }
        throw CatalogErrors.translate(
            lost, answer.sameHistory() ? Outcome.NOT_APPLIED : Outcome.UNKNOWN);
      } catch (PostgresFailure again) {
        if (again.kind() == Kind.CLOSED
            || again.kind() == Kind.INTERRUPTED
            || again.kind() == Kind.REJECTED) {
          break;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
    }
    throw unknown(lost);
  }

  private static CatalogException unknown(PostgresFailure lost) {
    return CatalogErrors.translate(lost, Outcome.UNKNOWN);
  }

  private Answer ask(Connection connection, ChangeId id, Position before, Deadline deadline)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(schema.sql(BURY))) {
      TransactionStart.bind(statement, deadline);
      statement.setString(TransactionStart.NEXT, id.value());
      statement.setString(TransactionStart.NEXT + 1, id.value());
      try (ResultSet row = TransactionStart.lastOf(4, statement)) {
        row.next();
        if (!row.getBoolean(1)) {
          Position position = new Position(row.getLong(2), new ChangeId(row.getString(3)));
          return new Answer(Optional.of(new Applied(position, row.getBoolean(4))), true);
        }
      }
    }
    return new Answer(Optional.empty(), queries.knows(connection, before));
  }
}
