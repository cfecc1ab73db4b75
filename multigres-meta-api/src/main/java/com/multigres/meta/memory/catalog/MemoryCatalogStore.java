package com.multigres.meta.memory.catalog;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogEvent;
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
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.DurationText;
import com.multigres.meta.store.Subscription;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A store on a catalog of this process. Every read is current, so a cached one is too. */
final class MemoryCatalogStore implements CatalogStore {
  private static final AtomicLong SUBSCRIPTIONS = new AtomicLong();
  private static final Set<CatalogCapability> CAPABILITIES =
      Set.copyOf(EnumSet.complementOf(EnumSet.of(CatalogCapability.STANDBY_READS)));

  private final MemoryCatalog catalog;
  private final Settings settings;
  private final Duration timeout;
  private final Life life;

  /** What the address and the options said. */
  record Settings(String user, int retention) {}

  /** What all views of one store share. */
  private static final class Life {
    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
  }

  MemoryCatalogStore(MemoryCatalog catalog, Settings settings, Duration timeout) {
    this(catalog, settings, timeout, new Life());
  }

  private MemoryCatalogStore(
      MemoryCatalog catalog, Settings settings, Duration timeout, Life life) {
    this.catalog = catalog;
    this.settings = settings;
    this.timeout = timeout;
    this.life = life;
  }

  @Override
  public Set<CatalogCapability> capabilities() {
    return CAPABILITIES;
  }

  @Override
  public CatalogStore withTimeout(Duration limit) {
    if (limit.isZero() || limit.isNegative()) {
      throw CatalogException.badInput(
          "a timeout must be more than zero, not " + DurationText.of(limit));
    }
    return new MemoryCatalogStore(catalog, settings, limit, life);
  }

  @Override
  public CatalogSnapshot initialise() {
    return catalog.initialise(settings.user(), begin());
  }

  @Override
  public List<String> migrate() {
    Deadline deadline = begin();
    catalog.read(null, deadline);
    return List.of();
  }

  @Override
  public CatalogSnapshot read(ReadOptions options) {
    Deadline deadline = begin();
    if (options.source() == ReadOptions.Source.STANDBY) {
      throw CatalogException.refused(Code.UNSUPPORTED, "P6: memory:// has no standby to read from");
    }
    return catalog.read(options.atLeast().orElse(null), deadline);
  }

  @Override
  public CatalogSnapshot readAt(long generation) {
    return catalog.readAt(generation, begin());
  }

  @Override
  public Applied apply(List<CatalogChange> changes, ApplyOptions options) {
    return catalog.apply(List.copyOf(changes), options, settings, begin());
  }

  @Override
  public Subscription subscribe(Optional<Position> from, CatalogListener listener) {
    catalog.read(null, begin());
    Follower[] self = new Follower[1];
    Follower follower =
        new Follower(
            "multigres-catalog-memory-" + SUBSCRIPTIONS.incrementAndGet(),
            from,
            this::after,
            listener,
            () -> life.followers.remove(self[0]));
    self[0] = follower;
    life.followers.add(follower);
    follower.start();
    if (life.closed) {
      follower.close();
    }
    return follower;
  }

  private List<CatalogEvent> after(Optional<Position> position) throws InterruptedException {
    MemoryCatalog.Later later = catalog.after(position.orElse(null));
    if (!later.generations().isEmpty()) {
      return later.generations().stream()
          .<CatalogEvent>map(one -> new CatalogEvent.Changed(one.entry(), one.snapshot()))
          .toList();
    }
    CatalogEvent.Full.Reason reason =
        position.isEmpty()
            ? CatalogEvent.Full.Reason.FIRST
            : later.known()
                ? CatalogEvent.Full.Reason.LOG_TRIMMED
                : CatalogEvent.Full.Reason.LOST_HISTORY;
    return List.of(new CatalogEvent.Full(later.current(), reason));
  }

  @Override
  public List<HistoryEntry> history(long before, int limit) {
    if (limit < 0) {
      throw CatalogException.badInput("a limit cannot be negative, but was " + limit);
    }
    return catalog.history(before, limit, begin());
  }

  @Override
  public List<Violation> check() {
    return catalog.read(null, begin()).catalog().check();
  }

  @Override
  public void raiseFence(long token) {
    catalog.raiseFence(token, begin());
  }

  private Deadline begin() {
    if (life.closed) {
      throw CatalogException.refused(Code.CLOSED, "the store was closed");
    }
    return Deadline.after(timeout);
  }

  @Override
  public void close() {
    life.closed = true;
    life.followers.forEach(Follower::close);
  }
}
