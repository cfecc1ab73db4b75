package com.multigres.meta.postgres.topo.internal;

import com.multigres.meta.postgres.internal.PostgresFailure;
import com.multigres.meta.postgres.internal.ServerWaits;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import java.sql.PreparedStatement;
import java.time.Duration;

/** Removes expired sessions with their nodes, and what nobody can ask for any more. */
public final class Reaper {
  private static final String REAP = "SELECT @schema@.reap_1(?, ?)";
  private static final String TRIM =
      "SELECT @schema@.trim_1(?, pg_catalog.make_interval(secs => ?), interval '1 hour', interval"
          + " '1 day')";

  private final TopoDatabase database;

  public Reaper(TopoDatabase database) {
    this.database = database;
  }

  /**
   * Removes what has expired. May be repeated, so its own fate does not matter.
   *
   * @return false where only newer libraries may write, which do it then (P3)
   */
  public boolean reap(Deadline deadline) {
    try {
      return whereAllowed(
          () ->
              database.write(
                  deadline,
                  connection -> {
                    try (PreparedStatement statement =
                        connection.prepareStatement(database.sql(REAP))) {
                      statement.setLong(1, Request.newId());
                      statement.setInt(2, ServerWaits.lockMillis(deadline));
                      return statement.execute();
                    }
                  }));
    } catch (PostgresFailure failure) {
      throw TopoFailures.translate(failure, Outcome.NOT_APPLIED);
    }
  }

  private static boolean whereAllowed(Runnable work) {
    try {
      work.run();
      return true;
    } catch (PostgresFailure failure) {
      if (!TopoFailures.schemaTooNew(failure)) {
        throw failure;
      }
      return false;
    }
  }

  /** Removes what is too old to be asked for, where this library may write. */
  public void trim(int logRows, Duration logAge, Deadline deadline) {
    whereAllowed(
        () ->
            database.write(
                deadline,
                connection -> {
                  try (PreparedStatement statement =
                      connection.prepareStatement(database.sql(TRIM))) {
                    statement.setLong(1, logRows);
                    statement.setDouble(2, logAge.toMillis() / 1000.0);
                    return statement.execute();
                  }
                }));
  }
}
