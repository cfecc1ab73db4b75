package com.multigres.meta.postgres.internal;

import com.multigres.meta.postgres.internal.ConnectionPool.Lane;
import com.multigres.meta.postgres.internal.PostgresFailure.Kind;
import com.multigres.meta.postgres.internal.SqlErrors.Phase;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgConnection;

/**
 * One store's hold on a database: a pool and a listening connection that it shares with every other
 * store of this process with the same servers, database and credentials (rule P4). The last one to
 * close closes them. Thread-safe.
 */
public final class PostgresAccess implements AutoCloseable {
  private final PostgresConfig config;
  private final SharedConnections shared;
  private final AtomicBoolean closed = new AtomicBoolean();

  private PostgresAccess(PostgresConfig config, SharedConnections shared) {
    this.config = config;
    this.shared = shared;
  }

  /**
   * Opens a hold on a database. Unless it is lazy the server is asked once first, so that a wrong
   * address or password fails here (rule T29).
   *
   * @param config how to reach it
   * @return the hold
   * @throws PostgresFailure when nothing answers or access is refused
   */
  public static PostgresAccess open(PostgresConfig config) {
    SharedConnections.Key key = SharedConnections.Key.of(config);
    if (!config.lazy()) {
      tryOnce(config, key);
    }
    return new PostgresAccess(config, SharedConnections.hold(key, config));
  }

  private static void tryOnce(PostgresConfig config, SharedConnections.Key key) {
    Deadline deadline = Deadline.after(config.connectTimeout());
    try (Connector connector = new Connector(config);
        Connection connection = connector.getConnection()) {
      connection.isReadOnly();
    } catch (SQLException failed) {
      PostgresFailure failure =
          SqlErrors.translate(failed, Phase.BEFORE_COMMIT, deadline, config.where());
      if (failure.kind() == Kind.ACCESS_DENIED && SharedConnections.everAccepted(key)) {
        // In the moment of a failover a gateway refuses a password that is right; the pool tries
        // on.
        return;
      }
      throw failure.kind() == Kind.TIMEOUT
          ? new PostgresFailure(Kind.UNAVAILABLE, Outcome.NOT_APPLIED, failure.text(), failed)
          : failure;
    }
  }

  /**
   * The configuration.
   *
   * @return what this hold was opened with
   */
  public PostgresConfig config() {
    return config;
  }

  /**
   * Reads: in autocommit, tried once more on a new connection when the pool's was dead.
   *
   * @param <T> what is read
   * @param deadline when to give up
   * @param work what to read
   * @return what was read
   * @throws PostgresFailure always {@code NOT_APPLIED}
   */
  public <T extends @Nullable Object> T read(Deadline deadline, SqlWork<T> work) {
    return repeatedOnDeadConnection(
        deadline, () -> autocommit(Lane.CALLS, deadline, work, Phase.BEFORE_COMMIT));
  }

  /**
   * Runs one statement that writes, in autocommit.
   *
   * @param <T> what it returns
   * @param deadline when to give up
   * @param work one statement
   * @return what it returns
   * @throws PostgresFailure {@code UNKNOWN} when the server may have done it
   */
  public <T extends @Nullable Object> T write(Deadline deadline, SqlWork<T> work) {
    return autocommit(Lane.CALLS, deadline, work, Phase.COMMITTING);
  }

  /**
   * Runs one statement that writes, in autocommit, from a place that calls cannot take: what must
   * come through in time although many callers wait for the server.
   *
   * @param <T> what it returns
   * @param deadline when to give up
   * @param work one short statement that waits for no lock
   * @return what it returns
   * @throws PostgresFailure {@code UNKNOWN} when the server may have done it
   */
  public <T extends @Nullable Object> T keepAlive(Deadline deadline, SqlWork<T> work) {
    return autocommit(Lane.KEEP_ALIVE, deadline, work, Phase.COMMITTING);
  }

  /**
   * Runs a transaction: committed when the work returns, rolled back when it throws.
   *
   * @param <T> what it returns
   * @param deadline when to give up
   * @param work the statements; it may be run again when the first statement finds the connection
   *     dead
   * @return what it returns
   * @throws PostgresFailure {@code NOT_APPLIED} for everything before the commit, {@code UNKNOWN}
   *     when the commit's reply was lost
   */
  public <T extends @Nullable Object> T transaction(Deadline deadline, SqlWork<T> work) {
    return repeatedOnDeadConnection(deadline, () -> inTransaction(deadline, work));
  }

  private <T extends @Nullable Object> T autocommit(
      Lane lane, Deadline deadline, SqlWork<T> work, Phase phase) {
    Connection pooled = borrow(lane, deadline);
    boolean broken = false;
    try {
      Connection connection = driversOwn(pooled);
      limit(connection, deadline);
      return work.run(connection);
    } catch (SQLException failed) {
      broken = SqlErrors.isConnectionLoss(failed);
      throw told(failed, phase, deadline);
    } finally {
      shared.pool().giveBack(lane, pooled, broken);
    }
  }

  private <T extends @Nullable Object> T inTransaction(Deadline deadline, SqlWork<T> work) {
    Connection pooled = borrow(Lane.CALLS, deadline);
    boolean clean = false;
    Phase phase = Phase.BEFORE_COMMIT;
    try {
      Connection connection = driversOwn(pooled);
      connection.setAutoCommit(false);
      limit(connection, deadline);
      T result = work.run(connection);
      limit(connection, deadline);
      connection.clearWarnings();
      phase = Phase.COMMITTING;
      connection.commit();
      refuseUnreplicated(connection);
      connection.setAutoCommit(true);
      clean = true;
      return result;
    } catch (SQLException failed) {
      clean = !SqlErrors.isConnectionLoss(failed) && rolledBack(pooled);
      throw told(failed, phase, deadline);
    } catch (RuntimeException refused) {
      clean = rolledBack(pooled);
      throw refused;
    } finally {
      shared.pool().giveBack(Lane.CALLS, pooled, !clean);
    }
  }

  /**
   * A commit whose wait for a synchronous standby was cancelled succeeds with a warning: it is
   * there, but a failover may lose it (P8).
   */
  private void refuseUnreplicated(Connection connection) throws SQLException {
    SQLWarning warning = connection.getWarnings();
    if (warning != null && String.valueOf(warning.getSQLState()).startsWith("01")) {
      throw new PostgresFailure(
          Kind.UNAVAILABLE,
          Outcome.UNKNOWN,
          "PostgreSQL at " + config.where() + " said to a commit: " + warning.getMessage(),
          warning);
    }
  }

  private static boolean rolledBack(Connection pooled) {
    try {
      Connection connection = driversOwn(pooled);
      connection.rollback();
      connection.setAutoCommit(true);
      return true;
    } catch (SQLException dead) {
      return false;
    }
  }

  private PostgresFailure told(SQLException failed, Phase phase, Deadline deadline) {
    if ("25006".equals(failed.getSQLState())) {
      // The server was demoted under us: its other connections are of no use either.
      shared.pool().evictAll();
    }
    return SqlErrors.translate(failed, phase, deadline, config.where());
  }

  private static void limit(Connection connection, Deadline deadline) throws SQLException {
    // Rounded up: when the socket gives up, the deadline has passed for certain.
    long millis = deadline.remaining().toMillis() + 1;
    connection.setNetworkTimeout(Runnable::run, (int) Math.min(millis, Integer.MAX_VALUE));
  }

  /**
   * Past the pool's wrappers, which watch each statement and result and would set back what every
   * borrower sets anew. What they would notice, this class notices itself.
   */
  private static Connection driversOwn(Connection pooled) throws SQLException {
    return pooled.unwrap(PgConnection.class);
  }

  private Connection borrow(Lane lane, Deadline deadline) {
    if (closed.get()) {
      throw new PostgresFailure(Kind.CLOSED, Outcome.NOT_APPLIED, "the store was closed", null);
    }
    return shared.pool().borrow(lane, deadline);
  }

  private interface Attempt<T extends @Nullable Object> {
    T run();
  }

  private <T extends @Nullable Object> T repeatedOnDeadConnection(
      Deadline deadline, Attempt<T> attempt) {
    try {
      return attempt.run();
    } catch (PostgresFailure failure) {
      boolean wasDead =
          failure.kind() == Kind.UNAVAILABLE
              && failure.outcome() == Outcome.NOT_APPLIED
              && failure.sqlState().filter(PostgresAccess::isOfTheConnection).isPresent();
      if (!wasDead || deadline.expired()) {
        throw failure;
      }
      // Whatever ended this connection may have ended the others that lie in the pool.
      shared.pool().evictAll();
      return attempt.run();
    }
  }

  /** Whether another connection may do better: this one is dead, or leads to a demoted server. */
  private static boolean isOfTheConnection(String state) {
    return state.startsWith("08") || state.equals("57P01") || state.equals("25006");
  }

  /**
   * Reads from a standby if there is one among the hosts, else from what there is.
   *
   * @param <T> what is read
   * @param deadline when to give up
   * @param work what to read
   * @return what was read
   * @throws PostgresFailure when nothing answers
   */
  public <T extends @Nullable Object> T readFromStandby(Deadline deadline, SqlWork<T> work) {
    try (Connection connection = shared.connector().connect("preferSecondary")) {
      limit(connection, deadline);
      return work.run(connection);
    } catch (SQLException failed) {
      throw SqlErrors.translate(failed, Phase.BEFORE_COMMIT, deadline, config.where());
    }
  }

  /**
   * Asks to be woken by notifications on a channel (rule P4). Notifications only wake: whoever is
   * woken reads the log.
   *
   * @param channel the channel's name
   * @param wake called on the listening thread, also after each reconnection; must return at once
   * @return the place in the list of listeners
   */
  public ListenChannel listen(String channel, Runnable wake) {
    return shared.listener().listen(channel, wake);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      shared.release();
    }
  }
}
