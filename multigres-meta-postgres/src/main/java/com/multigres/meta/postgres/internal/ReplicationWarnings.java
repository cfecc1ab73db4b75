package com.multigres.meta.postgres.internal;

import java.sql.SQLException;
import java.sql.SQLWarning;
import org.jspecify.annotations.Nullable;

/**
 * What a server says when its wait for the synchronous standbys was cancelled: the commit is there,
 * the answer is that all went well, and a failover may lose it (rule P8).
 */
public final class ReplicationWarnings {
  private ReplicationWarnings() {}

  /**
   * Refuses a commit that is not known to be replicated. The server's words may be in any language,
   * so every warning counts; a notice does not.
   *
   * @param first the first of a statement's warnings
   * @throws SQLException a lost connection, as far as the outcome is concerned
   */
  public static void refuse(@Nullable SQLWarning first) throws SQLException {
    for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
      if (!String.valueOf(warning.getSQLState()).startsWith("00")) {
        throw new SQLException(
            "the commit is not known to be replicated: " + warning.getMessage(), "08007", warning);
      }
    }
  }
}
