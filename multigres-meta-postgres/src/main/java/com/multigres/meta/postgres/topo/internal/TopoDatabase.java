package com.multigres.meta.postgres.topo.internal;

import com.multigres.meta.postgres.internal.PostgresAccess;
import com.multigres.meta.postgres.internal.PostgresFailure;
import com.multigres.meta.postgres.internal.ReplicationWarnings;
import com.multigres.meta.postgres.internal.SqlWork;
import com.multigres.meta.store.Deadline;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The database with the hidden area in it: makes the area when it is found missing, for instance by
 * a store that was opened lazily.
 */
public final class TopoDatabase {
  private static final String LOCK_TIMEOUT = "55P03";

  private final PostgresAccess access;
  private final TopoSchema schema;

  public TopoDatabase(PostgresAccess access, TopoSchema schema) {
    this.access = access;
    this.schema = schema;
  }

  public String sql(String text) {
    return schema.sql(text);
  }

  public void ensureArea(Deadline deadline) {
    access.transaction(
        deadline,
        connection -> {
          schema.ensure(connection);
          return true;
        });
  }

  /** Reads, in one statement. */
  public <T> T read(Deadline deadline, SqlWork<T> work) {
    return withArea(deadline, false, () -> access.read(deadline, work));
  }

  /**
   * Writes, in one statement that commits by itself. One that gave up waiting for a lock has done
   * nothing, and is sent again while there is time.
   */
  public <T> T write(Deadline deadline, SqlWork<T> work) {
    while (true) {
      try {
        return withArea(deadline, true, () -> access.write(deadline, work));
      } catch (PostgresFailure failure) {
        boolean waitedForLock = failure.sqlState().filter(LOCK_TIMEOUT::equals).isPresent();
        Duration tooLate = deadline.granted().dividedBy(20);
        if (!waitedForLock || deadline.remaining().compareTo(tooLate) < 0) {
          throw failure;
        }
      }
    }
  }

  /** Writes like {@link #write}, from the place that is kept free for what cannot wait. */
  public <T> T keepAlive(Deadline deadline, SqlWork<T> work) {
    return withArea(deadline, true, () -> access.keepAlive(deadline, work));
  }

  private <T> T withArea(Deadline deadline, boolean writing, Supplier<T> attempt) {
    try {
      return attempt.get();
    } catch (PostgresFailure failure) {
      if (!TopoFailures.areaMissing(failure)) {
        throw failure;
      }
      ensureArea(deadline);
      if (writing) {
        // A newer library that shuts this one out may have taken its functions away (P3).
        access.transaction(deadline, this::allowWriter);
      }
      return attempt.get();
    }
  }

  private boolean allowWriter(Connection connection) throws SQLException {
    schema.allowWriter(connection);
    return true;
  }

  /** Refuses a commit that was made here but is not known to have reached the standbys. */
  public static void ensureReplicated(Statement statement) throws SQLException {
    ReplicationWarnings.refuse(statement.getWarnings());
  }
}
