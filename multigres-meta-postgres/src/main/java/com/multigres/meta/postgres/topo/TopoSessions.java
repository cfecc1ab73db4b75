package com.multigres.meta.postgres.topo;

import com.multigres.meta.postgres.internal.PostgresFailure;
import com.multigres.meta.postgres.internal.PostgresFailure.Kind;
import com.multigres.meta.postgres.topo.internal.SessionIds;
import com.multigres.meta.postgres.topo.internal.SessionRows;
import com.multigres.meta.postgres.topo.internal.TopoFailures;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.spi.CallbackThreads;
import com.multigres.meta.topo.spi.LeaseClock;
import com.multigres.meta.topo.spi.SessionLife;
import com.multigres.meta.topo.spi.StoreLife;
import com.multigres.meta.topo.spi.TopoArguments;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sessions that were opened through one store. */
final class TopoSessions {
  private static final Logger log = LoggerFactory.getLogger(TopoSessions.class);
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration LEFT = Duration.ofSeconds(5);

  private final SessionRows rows;
  private final SessionKeeper keeper;
  private final StoreLife life;
  private final CallbackThreads threads;
  private final TopoBatches batches;
  private final TopoArguments arguments;

  TopoSessions(
      SessionRows rows,
      SessionKeeper keeper,
      StoreLife life,
      CallbackThreads threads,
      TopoBatches batches,
      TopoArguments arguments) {
    this.rows = rows;
    this.keeper = keeper;
    this.life = life;
    this.threads = threads;
    this.batches = batches;
    this.arguments = arguments;
  }

  void ensureStoreOpen() {
    life.ensureOpen();
  }

  PostgresSession open(Duration ttl, Supplier<Deadline> deadlines) {
    arguments.ttl(ttl);
    UUID id = UUID.randomUUID();
    long sent = LeaseClock.nanos();
    try {
      rows.open(id, ttl, deadlines.get());
    } catch (PostgresFailure failure) {
      // Nobody knows the session: if it was opened it has no nodes, and goes by itself.
      throw TopoFailures.translate(failure, Outcome.NOT_APPLIED);
    }
    PostgresSession session = begun(id, ttl, sent, deadlines);
    return life.adopt(session);
  }

  /** A session whose row stands, renewed from now on. */
  PostgresSession begun(UUID id, Duration ttl, long sentNanos, Supplier<Deadline> deadlines) {
    SessionLife begun = new SessionLife(SessionIds.of(id), ttl, sentNanos, threads);
    PostgresSession session = new PostgresSession(id, begun, this, batches, arguments, deadlines);
    keeper.add(session);
    return session;
  }

  void lost(PostgresSession session) {
    keeper.remove(session);
    life.release(session);
    session.life().lose();
  }

  void close(PostgresSession session, Deadline deadline) {
    keeper.remove(session);
    life.release(session);
    try {
      closeRow(session.key(), deadline);
    } catch (PostgresFailure failure) {
      throw notClosed(session, failure);
    }
  }

  private void closeRow(UUID id, Deadline deadline) {
    while (true) {
      try {
        rows.close(id, deadline);
        return;
      } catch (PostgresFailure failure) {
        boolean mayPass =
            failure.kind() == Kind.UNAVAILABLE
                || failure.kind() == Kind.CONTENDED
                || failure.kind() == Kind.RESOURCE_EXHAUSTED;
        if (!mayPass || deadline.expired()) {
          throw failure;
        }
        LockSupport.parkNanos(Math.min(PAUSE.toNanos(), deadline.remaining().toNanos()));
      }
    }
  }

  /**
   * Takes out what a request may have left whose caller gave up, on a thread of the store: now, and
   * where the server could not be asked, once more when it has given the request up too.
   *
   * @param settling waits for the request, or makes it impossible: it may be under way still
   */
  void forget(UUID id, Consumer<Deadline> settling, Deadline request) {
    threads.execute(
        () -> {
          if (!closedLeft(id, settling)) {
            Runnable again =
                () -> {
                  var unused = closedLeft(id, settling);
                };
            threads.schedule(again, request.remaining().plus(PAUSE));
          }
        });
  }

  private boolean closedLeft(UUID id, Consumer<Deadline> settling) {
    Deadline deadline = Deadline.after(LEFT);
    try {
      settling.accept(deadline);
      closeRow(id, deadline);
      return true;
    } catch (PostgresFailure | TopoException failure) {
      log.debug("session {} goes by its time to live, if it stands: {}", id, failure.getMessage());
      return false;
    }
  }

  private static TopoException notClosed(PostgresSession session, PostgresFailure failure) {
    TopoException said = TopoFailures.translate(failure);
    return new TopoException(
        said.code(),
        null,
        Outcome.UNKNOWN,
        session
            + " could not be closed, its nodes go by their time to live (T19): "
            + failure.text(),
        failure);
  }

  /** Closes what is still open, all before one deadline. */
  void closeAll(List<PostgresSession> left, Deadline deadline) {
    for (PostgresSession session : left) {
      session.close(deadline);
    }
  }
}
