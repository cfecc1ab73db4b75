package com.multigres.meta.postgres.internal;

import com.multigres.meta.postgres.internal.PostgresFailure.Kind;
import com.multigres.meta.postgres.internal.SqlErrors.Phase;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The pool, with a deadline for each borrower: the pool itself knows only one waiting time for all,
 * so callers queue in front of it and ask it in short steps.
 */
final class ConnectionPool implements AutoCloseable {
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  // The shortest that the pool accepts.
  private static final Duration STEP = Duration.ofMillis(250);

  private final PostgresConfig config;
  private final Connector connector;
  private final HikariDataSource pool;
  private final Semaphore calls;
  private final Semaphore keepingAlive = new Semaphore(1, true);

  /** Who waits for whom. */
  enum Lane {
    /** Calls, as many at once as the pool is large. */
    CALLS,
    /** One at once, which never waits for calls: those that hold all places cost no session. */
    KEEP_ALIVE
  }

  ConnectionPool(PostgresConfig config, Connector connector) {
    this.config = config;
    this.connector = connector;
    this.calls = new Semaphore(config.poolSize(), true);
    HikariConfig hikari = new HikariConfig();
    hikari.setPoolName("multigres-postgres-" + NUMBERS.incrementAndGet());
    hikari.setDataSource(connector);
    hikari.setMaximumPoolSize(config.poolSize() + 1);
    hikari.setMinimumIdle(Math.min(2, config.poolSize()));
    hikari.setConnectionTimeout(STEP.toMillis());
    hikari.setValidationTimeout(
        Math.max(STEP.toMillis(), Math.min(1000, config.connectTimeout().toMillis())));
    hikari.setInitializationFailTimeout(-1);
    hikari.setRegisterMbeans(false);
    this.pool = new HikariDataSource(hikari);
  }

  Connection borrow(Lane lane, Deadline deadline) {
    Semaphore place = places(lane);
    takePlace(place, deadline);
    boolean borrowed = false;
    try {
      Connection connection = connectionFromPool(deadline);
      borrowed = true;
      return connection;
    } finally {
      if (!borrowed) {
        place.release();
      }
    }
  }

  private Semaphore places(Lane lane) {
    return switch (lane) {
      case CALLS -> calls;
      case KEEP_ALIVE -> keepingAlive;
    };
  }

  private void takePlace(Semaphore place, Deadline deadline) {
    try {
      if (!place.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        throw new PostgresFailure(
            Kind.TIMEOUT,
            Outcome.NOT_APPLIED,
            "all "
                + config.poolSize()
                + " connections to "
                + config.where()
                + " were busy for "
                + deadline.granted().toMillis()
                + " ms",
            null);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new PostgresFailure(
          Kind.INTERRUPTED,
          Outcome.NOT_APPLIED,
          "interrupted while waiting for a connection",
          interrupted);
    }
  }

  private Connection connectionFromPool(Deadline deadline) {
    long begin = System.nanoTime();
    while (true) {
      try {
        return pool.getConnection();
      } catch (SQLTransientConnectionException notInTime) {
        failIfHopeless(begin, deadline, notInTime);
      } catch (SQLException failed) {
        throw pool.isClosed()
            ? new PostgresFailure(Kind.CLOSED, Outcome.NOT_APPLIED, "the store was closed", failed)
            : SqlErrors.translate(failed, Phase.BEFORE_COMMIT, deadline, config.where());
      }
    }
  }

  private void failIfHopeless(long begin, Deadline deadline, SQLException notInTime) {
    if (Thread.currentThread().isInterrupted()) {
      throw SqlErrors.translate(notInTime, Phase.BEFORE_COMMIT, deadline, config.where());
    }
    @Nullable SQLException attempt = connector.failureSince(begin);
    if (attempt != null) {
      PostgresFailure failure =
          SqlErrors.translate(attempt, Phase.BEFORE_COMMIT, deadline, config.where());
      boolean forGood = failure.kind() != Kind.ACCESS_DENIED || !connector.everAccepted();
      if (forGood || deadline.expired()) {
        throw failure;
      }
    }
    // A host that says nothing takes its time before the next is tried.
    long patience = config.connectTimeout().multipliedBy(config.hosts().size()).toNanos();
    boolean overtime = System.nanoTime() - begin > patience;
    if (deadline.expired() || overtime) {
      throw new PostgresFailure(
          deadline.expired() ? Kind.TIMEOUT : Kind.UNAVAILABLE,
          Outcome.NOT_APPLIED,
          "PostgreSQL at "
              + config.where()
              + " did not take a connection within "
              + Duration.ofNanos(System.nanoTime() - begin).toMillis()
              + " ms",
          notInTime);
    }
  }

  /** Gives a connection back; a broken one is thrown away. */
  void giveBack(Lane lane, Connection connection, boolean broken) {
    try {
      if (broken) {
        // Closes it as well; to close it once more would reset a connection that is gone.
        pool.evictConnection(connection);
      } else {
        connection.close();
      }
    } catch (SQLException closing) {
      // The pool throws it away; there is nothing left to tell.
      pool.evictConnection(connection);
    } finally {
      places(lane).release();
    }
  }

  /** Throws away all connections: they lead to a server that is not the primary any more. */
  void evictAll() {
    pool.getHikariPoolMXBean().softEvictConnections();
  }

  @Override
  public void close() {
    pool.close();
  }
}
