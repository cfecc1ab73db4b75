package com.multigres.meta.postgres.catalog;

import com.multigres.meta.postgres.internal.ServerWaits;
import com.multigres.meta.store.Deadline;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/**
 * What every transaction that writes begins with. The server waits no longer for a lock than the
 * caller does, ends the transaction of a client that is paused while it holds the generation row,
 * and makes the commit durable whatever its or the role's default is. It looks single rows up by
 * index: a plan that was made while the history was short, and is kept by the connection, would
 * read it whole ever after. What can only be read whole then counts as so dear that a server before
 * 18 would compile for it, so that is forbidden as well. All of it ends with the transaction.
 */
final class TransactionStart {
  /** Goes in front of the transaction's first statement, in the same round trip. */
  static final String SQL =
      """
      SELECT pg_catalog.set_config('lock_timeout', ?, true),
        pg_catalog.set_config('idle_in_transaction_session_timeout', ?, true),
        pg_catalog.set_config('enable_seqscan', 'off', true),
        pg_catalog.set_config('jit', 'off', true),
        CASE WHEN pg_catalog.current_setting('synchronous_commit') IN ('off', 'local')
          THEN pg_catalog.set_config('synchronous_commit', 'on', true) END;
      """;

  /** The first parameter that is not ours. */
  static final int NEXT = 3;

  private static final Duration MARGIN = Duration.ofSeconds(1);

  private TransactionStart() {}

  static void bind(PreparedStatement statement, Deadline deadline) throws SQLException {
    statement.setString(1, Integer.toString(ServerWaits.lockMillis(deadline)));
    long idle =
        Math.min(deadline.remaining().plus(MARGIN).toMillis(), Duration.ofDays(1).toMillis());
    statement.setString(2, Long.toString(idle));
  }

  /** Begins a transaction with a round trip of its own. */
  static void run(Connection connection, Deadline deadline) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SQL)) {
      bind(statement, deadline);
      statement.execute();
    }
  }

  /** Executes so many statements, and answers the rows of the last. */
  static ResultSet lastOf(int statements, PreparedStatement all) throws SQLException {
    all.execute();
    for (int i = 1; i < statements; i++) {
      all.getMoreResults();
    }
    return all.getResultSet();
  }
}
