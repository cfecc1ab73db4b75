package com.multigres.meta.postgres.catalog;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.postgres.catalog.internal.LogReader;
import com.multigres.meta.postgres.catalog.internal.Rolling;
import com.multigres.meta.postgres.internal.PostgresAccess;
import com.multigres.meta.store.Deadline;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The newest catalog that this store has seen, and how it is brought up to date. Thread-safe. */
final class SnapshotCache {
  // Further behind than this, the whole is read sooner than the log.
  private static final int MOST_ENTRIES = 200;

  private final PostgresAccess access;
  private final CatalogQueries queries;
  private final LogReader log;
  private final boolean proven;
  private final SharedQuestion<Position> proof = new SharedQuestion<>();
  private final AtomicReference<@Nullable Seen> newest = new AtomicReference<>();

  /** A catalog, when it was asked for and so certainly current, and when it was first known. */
  record Seen(CatalogSnapshot snapshot, long asked, long learned) {
    CatalogSnapshot aged() {
      return new CatalogSnapshot(
          snapshot.catalog(), snapshot.position(), Duration.ofNanos(System.nanoTime() - asked));
    }

    Seen learned(long first) {
      return new Seen(snapshot, asked, first);
    }
  }

  SnapshotCache(PostgresAccess access, CatalogQueries queries, LogReader log) {
    this.access = access;
    this.queries = queries;
    this.log = log;
    this.proven = access.config().hosts().size() > 1;
  }

  /** What was seen last, with its age. */
  Optional<CatalogSnapshot> seen() {
    return Optional.ofNullable(newest.get()).map(Seen::aged);
  }

  @Nullable CatalogSnapshot newest() {
    Seen seen = newest.get();
    return seen == null ? null : seen.snapshot();
  }

  /** The catalog as it stands: one small round trip when nothing changed (C6). */
  CatalogSnapshot current(Deadline deadline) {
    while (true) {
      long asked = System.nanoTime();
      CatalogSnapshot known = newest();
      Position current = position(deadline);
      if (known != null && known.position().equals(current)) {
        return remember(known, asked);
      }
      CatalogSnapshot read =
          access.read(deadline, connection -> caughtUp(connection, known, current));
      if (read.position().generation() >= current.generation()) {
        return remember(read, asked);
      }
      // It was read from somebody who is behind, or was put back in between: whichever it is, the
      // next answer tells.
      if (deadline.expired()) {
        throw CatalogException.refused(
            Code.TIMEOUT,
            "C6: the catalog went back from "
                + current
                + " to "
                + read.position()
                + " while it was read, and the "
                + deadline
                + " passed");
      }
    }
  }

  /** A proof waits for the standbys: those who wait at the same time share it (P8). */
  private Position position(Deadline deadline) {
    Supplier<Position> question =
        () -> access.read(deadline, connection -> queries.position(connection, proven));
    return proven || queries.proves() ? proof.ask(deadline, question) : question.get();
  }

  private CatalogSnapshot caughtUp(
      Connection connection, @Nullable CatalogSnapshot known, Position current)
      throws SQLException {
    long behind =
        known == null ? Long.MAX_VALUE : current.generation() - known.position().generation();
    if (known == null || behind < 1 || behind > MOST_ENTRIES) {
      return queries.whole(connection);
    }
    Optional<CatalogSnapshot> moved = forward(connection, known, MOST_ENTRIES);
    return moved.isPresent() ? moved.get() : queries.whole(connection);
  }

  /**
   * Moves a catalog along the log; nothing when the log does not reach back, or tells of another
   * history.
   */
  Optional<CatalogSnapshot> forward(Connection connection, CatalogSnapshot from, int most)
      throws SQLException {
    List<LogReader.Entry> entries =
        log.after(connection, from.position().generation(), most, false);
    if (entries.isEmpty()
        || entries.get(0).entry().position().generation() != from.position().generation() + 1
        || !queries.knows(connection, from.position())) {
      return Optional.empty();
    }
    Optional<CatalogSnapshot> moving = Optional.of(from);
    for (LogReader.Entry entry : entries) {
      moving = moving.flatMap(catalog -> Rolling.forward(catalog, entry));
    }
    return moving;
  }

  /**
   * Remembers what a read found. An earlier generation than the one known counts only where the
   * read began after that was known: then the history was lost, else the read was merely slow.
   */
  CatalogSnapshot remember(CatalogSnapshot snapshot, long asked) {
    newest.accumulateAndGet(new Seen(snapshot, asked, System.nanoTime()), SnapshotCache::newer);
    return snapshot;
  }

  /** Remembers what a change made, unless more was seen meanwhile. */
  void made(CatalogSnapshot snapshot) {
    long now = System.nanoTime();
    Seen made = new Seen(snapshot, now, now);
    newest.accumulateAndGet(
        made, (old, fresh) -> old == null || generation(old) < generation(made) ? made : old);
  }

  private static @Nullable Seen newer(@Nullable Seen old, @Nullable Seen fresh) {
    if (old == null || fresh == null) {
      return fresh;
    }
    if (old.snapshot().position().equals(fresh.snapshot().position())) {
      return fresh.asked() - old.asked() > 0 ? fresh.learned(old.learned()) : old;
    }
    return generation(fresh) > generation(old) || fresh.asked() - old.learned() >= 0 ? fresh : old;
  }

  private static long generation(Seen seen) {
    return seen.snapshot().position().generation();
  }
}
