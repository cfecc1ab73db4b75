package com.multigres.meta.postgres.internal;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Something to do with a connection.
 *
 * @param <T> what comes of it
 */
@FunctionalInterface
public interface SqlWork<T extends @Nullable Object> {

  /**
   * Does it. Must not keep the connection.
   *
   * @param connection a connection for the duration of the call
   * @return the result
   * @throws SQLException as the driver throws it; the caller translates
   */
  T run(Connection connection) throws SQLException;
}
