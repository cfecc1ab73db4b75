package com.multigres.meta.postgres.catalog;

import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogListener;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.catalog.spi.Follower;
import com.multigres.meta.model.Violation;
import com.multigres.meta.postgres.catalog.internal.CatalogSchema;
import com.multigres.meta.postgres.catalog.internal.LogReader;
import com.multigres.meta.postgres.internal.PostgresAccess;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What all views of one store share, put together and taken apart. Thread-safe. */
final class CatalogParts implements AutoCloseable {
  // A commit of ours waits for synchronous standbys whatever the role's default is.
  private static final String LAGGING =
      """
      SELECT pg_catalog.current_setting('synchronous_standby_names') = ''
        AND (? OR EXISTS (SELECT FROM pg_catalog.pg_stat_replication))
      """;
  private static final AtomicLong SUBSCRIPTIONS = new AtomicLong();

  private final PostgresAccess access;
  private final CatalogSchema schema;
  private final CatalogQueries queries;
  private final LogReader log;
  private final SnapshotCache cache;
  private final CatalogFeed feed;
  private final CatalogReads reads;
  private final CatalogHistory history;
  private final CatalogApply apply;
  private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;
  private volatile @Nullable Set<CatalogCapability> capabilities;

  private CatalogParts(PostgresAccess access, CatalogOptions options) {
    this.access = access;
    this.schema = new CatalogSchema(options.schema());
    this.queries = new CatalogQueries(schema);
    this.log = new LogReader(schema);
    this.cache = new SnapshotCache(access, queries, log);
    this.feed = new CatalogFeed(access, schema, cache, options.pollInterval());
    this.reads = new CatalogReads(access, queries, cache, feed);
    this.history = new CatalogHistory(access, schema, log, cache);
    this.apply = new CatalogApply(access, schema, queries, cache, options.retention());
  }

  static CatalogParts of(PostgresAccess access, CatalogOptions options) {
    return new CatalogParts(access, options);
  }

  CatalogReads reads() {
    return reads;
  }

  CatalogHistory history() {
    return history;
  }

  CatalogApply apply() {
    return apply;
  }

  String user() {
    return access.config().user().orElseGet(() -> System.getProperty("user.name", "postgres"));
  }

  /**
   * Where a failover can lose what was acknowledged, says so (P8); asked once, because capabilities
   * do not change.
   */
  Set<CatalogCapability> capabilities(Deadline deadline) {
    Set<CatalogCapability> known = capabilities;
    if (known == null) {
      EnumSet<CatalogCapability> present = EnumSet.allOf(CatalogCapability.class);
      boolean severalHosts = access.config().hosts().size() > 1;
      if (!severalHosts) {
        present.remove(CatalogCapability.STANDBY_READS);
      }
      if (mayLose(severalHosts, deadline)) {
        present.remove(CatalogCapability.LINEARIZABLE_READS);
        present.remove(CatalogCapability.DURABLE_FAILOVER);
      }
      known = Set.copyOf(present);
      capabilities = known;
    }
    return known;
  }

  /**
   * Whether a standby that lags may become the primary: behind one address too, which may be a
   * gateway's.
   */
  private boolean mayLose(boolean severalHosts, Deadline deadline) {
    Boolean lagging =
        access.read(
            deadline,
            connection -> {
              try (PreparedStatement statement = connection.prepareStatement(LAGGING)) {
                statement.setBoolean(1, severalHosts);
                try (ResultSet row = statement.executeQuery()) {
                  row.next();
                  return row.getBoolean(1);
                }
              }
            });
    return lagging;
  }

  CatalogSnapshot initialise(Deadline deadline) {
    Boolean there = access.read(deadline, schema::exists);
    if (!there) {
      access.transaction(deadline, connection -> install(connection, deadline));
    }
    return cache.current(deadline);
  }

  private boolean install(Connection connection, Deadline deadline) throws SQLException {
    TransactionStart.run(connection, deadline);
    schema.lockForInstall(connection);
    boolean missing = !schema.exists(connection);
    if (missing) {
      schema.create(connection);
      apply.writeFirst(connection, user());
    }
    return missing;
  }

  List<String> migrate(Deadline deadline) {
    return access.transaction(
        deadline,
        connection -> {
          TransactionStart.run(connection, deadline);
          return schema.migrate(connection);
        });
  }

  List<Violation> check(Deadline deadline) {
    List<Violation> found =
        new ArrayList<>(access.<List<Violation>>read(deadline, queries::misnamedShards));
    if (found.isEmpty()) {
      CatalogSnapshot stored = access.read(deadline, queries::whole);
      found.addAll(stored.catalog().check());
    }
    found.addAll(access.<List<Violation>>read(deadline, queries::historyFaults));
    return List.copyOf(found);
  }

  long raiseFence(long token, Deadline deadline) {
    long current =
        access.<Long>transaction(deadline, connection -> raise(connection, token, deadline));
    if (current > token) {
      throw new CatalogException(
          Code.NOT_ALLOWED,
          "C12",
          Outcome.NOT_APPLIED,
          "C12: fence token " + token + " is smaller than the current one, " + current,
          null,
          null);
    }
    return current;
  }

  /**
   * Under the lock that orders changes, so that no change passes with the old token once this is
   * committed.
   */
  private long raise(Connection connection, long token, Deadline deadline) throws SQLException {
    String sql =
        schema.sql(
            TransactionStart.SQL
                + " SELECT 1 FROM ${schema}.head FOR UPDATE; UPDATE ${schema}.fence SET token ="
                + " greatest(token, ?) RETURNING token, (SELECT schema_version FROM"
                + " ${schema}.head), (SELECT oldest_writer FROM ${schema}.head)");
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      TransactionStart.bind(statement, deadline);
      statement.setLong(TransactionStart.NEXT, token);
      try (ResultSet row = TransactionStart.lastOf(3, statement)) {
        row.next();
        schema.allow(row.getInt(2), row.getInt(3), "raise the fence of");
        return row.getLong(1);
      }
    }
  }

  Follower follow(Optional<Position> from, CatalogListener listener) {
    AtomicReference<@Nullable Follower> self = new AtomicReference<>();
    Follower follower =
        new Follower(
            "multigres-catalog-postgres-" + SUBSCRIPTIONS.incrementAndGet(),
            from,
            new CatalogFollowing(access, queries, log, history, cache, feed),
            listener,
            () -> followers.removeIf(one -> one == self.get()));
    self.set(follower);
    followers.add(follower);
    if (closed) {
      follower.close();
    }
    return follower;
  }

  void refuseUninitialised(Deadline deadline) {
    access.read(deadline, connection -> queries.position(connection, false));
  }

  void refuseClosed() {
    if (closed) {
      throw CatalogException.refused(Code.CLOSED, "the store was closed");
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    followers.forEach(Follower::close);
    feed.close();
    access.close();
  }
}
