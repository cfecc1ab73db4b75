package com.multigres.meta.postgres.catalog;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.catalog.ReadOptions;
import com.multigres.meta.catalog.spi.Judgement;
import com.multigres.meta.postgres.internal.PostgresAccess;
import com.multigres.meta.store.Deadline;
import java.time.Duration;

/** Reads from whom, and as fresh as, the caller asks for (rule C6). Thread-safe. */
final class CatalogReads {
  private static final Duration STANDBY_STEP = Duration.ofMillis(50);

  private final PostgresAccess access;
  private final CatalogQueries queries;
  private final SnapshotCache cache;
  private final CatalogFeed feed;
  private final StandbyReads standbys;

  CatalogReads(
      PostgresAccess access, CatalogQueries queries, SnapshotCache cache, CatalogFeed feed) {
    this.access = access;
    this.queries = queries;
    this.cache = cache;
    this.feed = feed;
    this.standbys = new StandbyReads(access, queries);
  }

  CatalogSnapshot read(ReadOptions options, Deadline deadline) {
    CatalogSnapshot read = once(options, deadline);
    while (options.atLeast().isPresent()
        && read.position().generation() < options.atLeast().get().generation()) {
      await(options, read, deadline);
      read = once(options, deadline);
    }
    if (options.atLeast().isPresent()) {
      refuseLost(options.atLeast().get(), read.position(), deadline);
    }
    return read;
  }

  private CatalogSnapshot once(ReadOptions options, Deadline deadline) {
    return switch (options.source()) {
      case PRIMARY -> cache.current(deadline);
      case CACHED -> cached(deadline);
      case STANDBY -> standby(deadline);
    };
  }

  private CatalogSnapshot cached(Deadline deadline) {
    feed.start();
    return cache.seen().orElseGet(() -> cache.current(deadline));
  }

  private CatalogSnapshot standby(Deadline deadline) {
    if (access.config().hosts().size() < 2) {
      throw CatalogException.refused(
          Code.UNSUPPORTED, "P6: the address names one host, so there is no standby to read from");
    }
    return standbys.read(deadline);
  }

  private void await(ReadOptions options, CatalogSnapshot read, Deadline deadline) {
    if (deadline.expired()) {
      throw CatalogException.refused(
          Code.TIMEOUT,
          "C6: the catalog stands at "
              + read.position()
              + ", and the "
              + deadline
              + " passed before it reached "
              + options.atLeast().map(Position::toString).orElse(""));
    }
    try {
      Duration most = deadline.remaining();
      boolean standby = options.source() == ReadOptions.Source.STANDBY;
      feed.awaitOther(
          read.position(), standby && most.compareTo(STANDBY_STEP) > 0 ? STANDBY_STEP : most);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw CatalogException.refused(Code.INTERRUPTED, "interrupted while waiting for a position");
    }
  }

  private void refuseLost(Position awaited, Position current, Deadline deadline) {
    if (!awaited.equals(current)) {
      Boolean known = access.read(deadline, connection -> queries.knows(connection, awaited));
      if (!known) {
        throw Judgement.lost(awaited, current);
      }
    }
  }
}
