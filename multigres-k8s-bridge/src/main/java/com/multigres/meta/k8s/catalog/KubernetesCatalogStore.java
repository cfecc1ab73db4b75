package com.multigres.meta.k8s.catalog;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogEvent;
import com.multigres.meta.catalog.CatalogEvent.Full.Reason;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogListener;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.HistoryEntry;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.catalog.ReadOptions;
import com.multigres.meta.catalog.spi.Follower;
import com.multigres.meta.catalog.spi.Judgement;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.Violation;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.DurationText;
import com.multigres.meta.store.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** The catalog in {@code spec.databases} of one resource. Thread-safe. */
final class KubernetesCatalogStore implements CatalogStore {
  private static final AtomicLong SUBSCRIPTIONS = new AtomicLong();

  private final CatalogParts parts;
  private final Duration timeout;

  KubernetesCatalogStore(CatalogParts parts, Duration timeout) {
    this.parts = parts;
    this.timeout = timeout;
  }

  @Override
  public Set<CatalogCapability> capabilities() {
    return SupportedChanges.CAPABILITIES;
  }

  @Override
  public CatalogStore withTimeout(Duration limit) {
    if (limit.isZero() || limit.isNegative()) {
      throw CatalogException.badInput(
          "a timeout must be more than zero, not " + DurationText.of(limit));
    }
    return new KubernetesCatalogStore(parts, limit);
  }

  @Override
  public CatalogSnapshot initialise() {
    return parts.writer().initialise(begin());
  }

  @Override
  public List<String> migrate() {
    parts.reads().now(begin());
    return List.of();
  }

  @Override
  public CatalogSnapshot read(ReadOptions options) {
    Deadline deadline = begin();
    return switch (options.source()) {
      case PRIMARY ->
          options
              .atLeast()
              .map(position -> await(position, deadline))
              .orElseGet(() -> parts.reads().now(deadline))
              .snapshot();
      case CACHED -> cached(options.atLeast(), deadline);
      case STANDBY ->
          throw SupportedChanges.unsupported("P6: an API server has no standby to read from");
    };
  }

  private Standing await(Position position, Deadline deadline) {
    Standing now = parts.reads().now(deadline);
    while (now.position().generation() < position.generation()) {
      parts.feed().reached(position.generation(), deadline);
      now = parts.reads().now(deadline);
    }
    return holding(now, position);
  }

  private CatalogSnapshot cached(Optional<Position> atLeast, Deadline deadline) {
    Seen seen = parts.feed().latest(deadline);
    if (atLeast.isPresent() && !seen.standing().log().knows(atLeast.get())) {
      seen = parts.feed().fresh(deadline);
      seen = parts.feed().reached(atLeast.get().generation(), deadline);
      holding(seen.standing(), atLeast.get());
    }
    return seen.standing().snapshot(seen.age());
  }

  private static Standing holding(Standing now, Position position) {
    if (!now.log().knows(position)) {
      throw Judgement.lost(position, now.position());
    }
    return now;
  }

  @Override
  public CatalogSnapshot readAt(long generation) {
    begin();
    throw noHistory();
  }

  @Override
  public Applied apply(List<CatalogChange> changes, ApplyOptions options) {
    Deadline deadline = begin();
    List<CatalogChange> all = List.copyOf(changes);
    SupportedChanges.check(all);
    return parts.writer().apply(all, options, deadline);
  }

  @Override
  public Subscription subscribe(Optional<Position> from, CatalogListener listener) {
    // So that nothing older than what the caller may know already comes first.
    parts.feed().fresh(begin());
    Follower[] self = new Follower[1];
    Follower follower =
        new Follower(
            "multigres-catalog-k8s-" + SUBSCRIPTIONS.incrementAndGet(),
            from,
            this::after,
            listener,
            () -> parts.forget(self[0]));
    self[0] = follower;
    parts.follow(follower);
    return follower;
  }

  private List<CatalogEvent> after(Optional<Position> position) throws InterruptedException {
    Optional<Standing> next = parts.feed().after(position);
    if (next.isEmpty()) {
      return List.of(new CatalogEvent.Ended(parts.feed().failure()));
    }
    Standing standing = next.get();
    Reason reason =
        position
            .map(last -> standing.log().knows(last) ? Reason.LOG_TRIMMED : Reason.LOST_HISTORY)
            .orElse(Reason.FIRST);
    return List.of(new CatalogEvent.Full(standing.snapshot(), reason));
  }

  @Override
  public List<HistoryEntry> history(long before, int limit) {
    begin();
    throw noHistory();
  }

  private static CatalogException noHistory() {
    return SupportedChanges.unsupported(
        "C8: a resource keeps no history (HISTORY is missing); the catalog in Postgres does");
  }

  @Override
  public List<Violation> check() {
    return parts.reads().now(begin()).violations();
  }

  @Override
  public void raiseFence(long token) {
    parts.writer().raiseFence(token, begin());
  }

  private Deadline begin() {
    if (parts.isClosed()) {
      throw CatalogErrors.closed();
    }
    return Deadline.after(timeout);
  }

  @Override
  public void close() {
    parts.close();
  }

  @Override
  public String toString() {
    return "KubernetesCatalogStore[" + parts.resource() + "]";
  }
}
