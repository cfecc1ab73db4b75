package com.multigres.meta.postgres.topo;

import com.multigres.meta.postgres.topo.internal.TopoDatabase;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.Capabilities;
import com.multigres.meta.topo.Capability;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a topology on PostgreSQL can do, which depends on what stands behind the server (rule P8).
 */
final class TopoCapabilities {
  private static final int MAX_VALUE_BYTES = 1 << 20;
  // An index takes rows of up to 2,704 bytes.
  private static final int MAX_PATH_BYTES = 2000;
  private static final int MAX_BATCH_OPERATIONS = 1000;
  private static final int MAX_BATCH_BYTES = 8 << 20;
  private static final Duration MIN_TTL = Duration.ofSeconds(1);
  private static final Duration MAX_TTL = Duration.ofDays(1);
  private static final Duration SLACK = Duration.ofSeconds(2);

  private static final String ASK =
      """
      SELECT pg_catalog.current_setting('synchronous_standby_names') <> '',
        EXISTS (SELECT FROM pg_catalog.pg_stat_replication)
      """;

  private TopoCapabilities() {}

  /** Asks the server: a standby that lags may become the primary. */
  static Capabilities ask(TopoDatabase database, TopoOptions options, Deadline deadline) {
    return database.read(
        deadline,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(ASK);
              ResultSet row = statement.executeQuery()) {
            row.next();
            boolean mayFailOver = severalHosts(options) || row.getBoolean(2);
            return capabilities(row.getBoolean(1) || !mayFailOver);
          }
        });
  }

  /** What can be said of a server that was not reached yet. */
  static Capabilities assumed(TopoOptions options) {
    return capabilities(!severalHosts(options));
  }

  private static boolean severalHosts(TopoOptions options) {
    return options.postgres().hosts().size() > 1;
  }

  private static Capabilities capabilities(boolean nothingGetsLost) {
    Set<Capability> present = EnumSet.allOf(Capability.class);
    if (!nothingGetsLost) {
      present.remove(Capability.LINEARIZABLE_READS);
      present.remove(Capability.DURABLE_FAILOVER);
    }
    return new Capabilities(
        present,
        MAX_VALUE_BYTES,
        MAX_PATH_BYTES,
        MAX_BATCH_OPERATIONS,
        MAX_BATCH_BYTES,
        MIN_TTL,
        MAX_TTL,
        SLACK);
  }
}
