package com.multigres.meta.postgres.catalog;

import com.multigres.meta.catalog.CatalogEvent;
import com.multigres.meta.catalog.CatalogEvent.Full.Reason;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.catalog.spi.Follower;
import com.multigres.meta.postgres.catalog.internal.LogReader;
import com.multigres.meta.postgres.catalog.internal.Rolling;
import com.multigres.meta.postgres.internal.PostgresAccess;
import com.multigres.meta.postgres.internal.PostgresFailure;
import com.multigres.meta.store.Deadline;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where one subscription's events come from: the log, read on when the feed has seen something new
 * (rules C7 and C9).
 */
final class CatalogFollowing implements Follower.Source {
  private static final int MOST_ENTRIES = 100;
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

  private final PostgresAccess access;
  private final CatalogQueries queries;
  private final LogReader log;
  private final CatalogHistory history;
  private final SnapshotCache cache;
  private final CatalogFeed feed;
  private @Nullable CatalogSnapshot base;

  CatalogFollowing(
      PostgresAccess access,
      CatalogQueries queries,
      LogReader log,
      CatalogHistory history,
      SnapshotCache cache,
      CatalogFeed feed) {
    this.access = access;
    this.queries = queries;
    this.log = log;
    this.history = history;
    this.cache = cache;
    this.feed = feed;
  }

  @Override
  public List<CatalogEvent> after(Optional<Position> position) throws InterruptedException {
    feed.start();
    while (true) {
      try {
        Deadline deadline = Deadline.after(access.config().timeout());
        List<CatalogEvent> events =
            position.isEmpty() ? full(Reason.FIRST, deadline) : since(position.get(), deadline);
        if (!events.isEmpty()) {
          return events;
        }
      } catch (PostgresFailure failure) {
        CatalogException error = CatalogErrors.translate(failure);
        if (error.code() == Code.ACCESS_DENIED) {
          return List.of(new CatalogEvent.Ended(error));
        }
        endIfClosed(error);
      } catch (CatalogException error) {
        if (error.code() == Code.SCHEMA_TOO_NEW || error.code() == Code.ACCESS_DENIED) {
          return List.of(new CatalogEvent.Ended(error));
        }
        endIfClosed(error);
      }
      feed.awaitOther(position.orElse(null), LOOK_AGAIN);
    }
  }

  private static void endIfClosed(CatalogException error) throws InterruptedException {
    if (error.code() == Code.CLOSED || error.code() == Code.INTERRUPTED) {
      throw new InterruptedException("the store was closed");
    }
  }

  private List<CatalogEvent> full(Reason reason, Deadline deadline) {
    CatalogSnapshot now = cache.current(deadline);
    base = now;
    return List.of(new CatalogEvent.Full(now, reason));
  }

  private List<CatalogEvent> since(Position position, Deadline deadline) {
    // Small questions first: whether we may still read, and whether this is the history that we
    // know.
    Boolean known =
        access.read(
            deadline,
            connection -> {
              queries.position(connection, false);
              return queries.knows(connection, position);
            });
    if (!known) {
      // A history that does not know its own present was tampered with: that is told once.
      return cache.current(deadline).position().equals(position)
          ? List.of()
          : full(Reason.LOST_HISTORY, deadline);
    }
    CatalogSnapshot from = base;
    if (from == null || !from.position().equals(position)) {
      Optional<CatalogSnapshot> then = history.at(position.generation(), deadline);
      if (then.isEmpty()) {
        return cache.current(deadline).position().equals(position)
            ? List.of()
            : full(Reason.LOG_TRIMMED, deadline);
      }
      from = then.get();
      base = from;
    }
    CatalogSnapshot start = from;
    return access.read(deadline, connection -> events(connection, start, deadline));
  }

  private List<CatalogEvent> events(Connection connection, CatalogSnapshot start, Deadline deadline)
      throws SQLException {
    List<LogReader.Entry> entries =
        log.after(connection, start.position().generation(), MOST_ENTRIES, false);
    if (entries.isEmpty()) {
      return List.of();
    }
    if (entries.get(0).entry().position().generation() != start.position().generation() + 1) {
      return full(Reason.LOG_TRIMMED, deadline);
    }
    // Asked after the log was read: what was restored before that is noticed, what is restored
    // later is none of these entries' fault.
    if (!queries.knows(connection, start.position())) {
      return full(Reason.LOST_HISTORY, deadline);
    }
    List<CatalogEvent> events = new ArrayList<>();
    CatalogSnapshot moving = start;
    for (LogReader.Entry entry : entries) {
      Optional<CatalogSnapshot> next = Rolling.forward(moving, entry);
      if (next.isEmpty()) {
        LogReader.Entry withRows =
            log.after(connection, moving.position().generation(), 1, true).stream()
                .findFirst()
                .orElse(entry);
        next = Rolling.forward(moving, withRows);
      }
      if (next.isEmpty()) {
        break;
      }
      moving = next.get();
      events.add(new CatalogEvent.Changed(entry.entry(), moving));
    }
    base = moving;
    // Else the store's newest would be older than this, and the wait for another end at once.
    cache.made(moving);
    return events.isEmpty() ? full(Reason.LOG_TRIMMED, deadline) : events;
  }
}
