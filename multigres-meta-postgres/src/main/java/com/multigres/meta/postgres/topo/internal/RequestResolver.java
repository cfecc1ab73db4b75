package com.multigres.meta.postgres.topo.internal;

import com.multigres.meta.postgres.internal.PostgresFailure;
import com.multigres.meta.postgres.internal.PostgresFailure.Kind;
import com.multigres.meta.postgres.internal.ServerWaits;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Finds out what became of a request whose reply was lost (rules T11 and C11): its id is inserted
 * once more. That waits for the request if it is in flight, and then either finds it done, or has
 * made it impossible for ever.
 */
public final class RequestResolver {
  private static final String RESOLVE =
      "SELECT applied, known, codes, counters FROM @schema@.resolve_1(?, ?, ?, ?)";
  private static final Duration PAUSE = Duration.ofMillis(50);
  // Ids are kept for longer than this; what is older cannot be told.
  private static final Duration TOO_OLD = Duration.ofMinutes(30);

  private final TopoDatabase database;
  private final Supplier<Stamp> lastSeen;

  /**
   * A resolver.
   *
   * @param lastSeen a point that this store saw: what does not hold it is another history
   */
  public RequestResolver(TopoDatabase database, Supplier<Stamp> lastSeen) {
    this.database = database;
    this.lastSeen = lastSeen;
  }

  /**
   * Finds out.
   *
   * @param writeId the id of what was sent
   * @param lost how the reply was lost
   * @param sent when it was sent
   * @param deadline when to give up
   * @return what the server had answered; empty when the request was not and never will be applied
   * @throws com.multigres.meta.topo.TopoException {@code UNKNOWN}
   */
  Optional<Reply> resolve(long writeId, PostgresFailure lost, SentAt sent, Deadline deadline) {
    Stamp seen = lastSeen.get();
    while (!deadline.expired() && !sent.isOlderThan(TOO_OLD)) {
      try {
        return database.write(deadline, connection -> ask(connection, writeId, seen, deadline));
      } catch (PostgresFailure failure) {
        if (failure.kind() == Kind.INTERRUPTED || failure.kind() == Kind.CLOSED) {
          throw TopoFailures.translate(failure, Outcome.UNKNOWN);
        }
        if (failure.kind() == Kind.REJECTED || failure.kind() == Kind.ACCESS_DENIED) {
          break;
        }
        LockSupport.parkNanos(Math.min(PAUSE.toNanos(), deadline.remaining().toNanos()));
      }
    }
    throw TopoFailures.translate(lost, Outcome.UNKNOWN);
  }

  private Optional<Reply> ask(Connection connection, long writeId, Stamp seen, Deadline deadline)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(database.sql(RESOLVE))) {
      statement.setLong(1, writeId);
      statement.setInt(2, ServerWaits.lockMillis(deadline));
      statement.setLong(3, seen.counter());
      statement.setLong(4, seen.writeId());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        TopoDatabase.ensureReplicated(statement);
        if (row.getBoolean(1)) {
          return Optional.of(Reply.of(writeId, row.getArray(3), row.getArray(4)));
        }
        if (!row.getBoolean(2)) {
          throw new SQLException("the store's history is another one", "MTT33");
        }
        return Optional.empty();
      }
    }
  }
}
