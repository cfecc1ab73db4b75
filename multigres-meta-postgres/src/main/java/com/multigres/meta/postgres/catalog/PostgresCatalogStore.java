package com.multigres.meta.postgres.catalog;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogListener;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.HistoryEntry;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.catalog.ReadOptions;
import com.multigres.meta.catalog.spi.Follower;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.Violation;
import com.multigres.meta.postgres.internal.PostgresAccess;
import com.multigres.meta.postgres.internal.PostgresFailure;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.DurationText;
import com.multigres.meta.store.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The catalog in PostgreSQL: gives each call its deadline and makes our errors of the server's. */
final class PostgresCatalogStore implements CatalogStore {
  private final CatalogParts parts;
  private final Duration timeout;

  private PostgresCatalogStore(CatalogParts parts, Duration timeout) {
    this.parts = parts;
    this.timeout = timeout;
  }

  static CatalogStore over(PostgresAccess access, CatalogOptions options) {
    return new PostgresCatalogStore(CatalogParts.of(access, options), access.config().timeout());
  }

  @Override
  public Set<CatalogCapability> capabilities() {
    return call(deadline -> parts.capabilities(deadline));
  }

  @Override
  public CatalogStore withTimeout(Duration limit) {
    if (limit.isZero() || limit.isNegative()) {
      throw CatalogException.badInput(
          "a timeout must be more than zero, not " + DurationText.of(limit));
    }
    return new PostgresCatalogStore(parts, limit);
  }

  @Override
  public CatalogSnapshot initialise() {
    return call(parts::initialise);
  }

  @Override
  public List<String> migrate() {
    return call(parts::migrate);
  }

  @Override
  public CatalogSnapshot read(ReadOptions options) {
    return call(deadline -> parts.reads().read(options, deadline));
  }

  @Override
  public CatalogSnapshot readAt(long generation) {
    return call(
        deadline ->
            parts
                .history()
                .at(generation, deadline)
                .filter(then -> then.position().generation() >= parts.history().oldest(deadline))
                .orElseThrow(
                    () ->
                        CatalogException.refused(
                            Code.NOT_FOUND, "C8: the history holds no generation " + generation)));
  }

  @Override
  public Applied apply(List<CatalogChange> changes, ApplyOptions options) {
    List<CatalogChange> copy = List.copyOf(changes);
    return call(deadline -> parts.apply().apply(copy, options, parts.user(), deadline));
  }

  @Override
  public Subscription subscribe(Optional<Position> from, CatalogListener listener) {
    return call(
        deadline -> {
          parts.refuseUninitialised(deadline);
          Follower follower = parts.follow(from, listener);
          follower.start();
          return follower;
        });
  }

  @Override
  public List<HistoryEntry> history(long before, int limit) {
    if (limit < 0) {
      throw CatalogException.badInput("a limit cannot be negative, but was " + limit);
    }
    return call(deadline -> parts.history().entries(before, limit, deadline));
  }

  @Override
  public List<Violation> check() {
    return call(parts::check);
  }

  @Override
  public void raiseFence(long token) {
    call(deadline -> parts.raiseFence(token, deadline));
  }

  private <T> T call(Function<Deadline, T> work) {
    parts.refuseClosed();
    try {
      return work.apply(Deadline.after(timeout));
    } catch (PostgresFailure failure) {
      throw CatalogErrors.translate(failure);
    }
  }

  @Override
  public void close() {
    parts.close();
  }
}
