package com.multigres.meta.view;

import com.multigres.meta.catalog.CatalogEvent;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.spi.Waits;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the catalog into the view. A subscription brings the changes; a thread of its own proves
 * by small reads that none is missing, because a subscription that says nothing may have nothing to
 * say or nobody to hear it from. The thread also subscribes, again and again where that fails.
 */
final class CatalogUpdates implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CatalogUpdates.class);
  private static final AtomicInteger THREADS = new AtomicInteger();
  private static final Duration TRY_AGAIN = Duration.ofSeconds(1);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
  private static final int MOST_LOOKS_BEHIND = 25;

  private final CatalogStore store;
  private final CatalogStore proving;
  private final Published published;
  private final InstantSource clock;
  private final Duration proofInterval;
  private final Semaphore wake = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closed;
  private volatile Optional<String> ended = Optional.empty();
  // Of the thread alone.
  private Optional<Subscription> subscription = Optional.empty();
  private boolean polling;
  private boolean complained;
  private int looksBehind;
  private Optional<Instant> proven = Optional.empty();

  CatalogUpdates(
      CatalogStore store, Published published, InstantSource clock, Duration proofInterval) {
    this.store = store;
    this.proving = store.withTimeout(proofInterval);
    this.published = published;
    this.clock = clock;
    this.proofInterval = proofInterval;
    thread = new Thread(this::run, "multigres-view-catalog-" + THREADS.incrementAndGet());
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!closed) {
        wake.tryAcquire(turn().toNanos(), TimeUnit.NANOSECONDS);
        wake.drainPermits();
      }
    } catch (InterruptedException closing) {
      LOG.debug("the catalog is no longer followed");
    } finally {
      unsubscribe();
    }
  }

  /** Answers how long to wait for the next one. */
  private Duration turn() {
    try {
      if (ended.isPresent()) {
        String reason = ended.get();
        ended = Optional.empty();
        unsubscribe();
        return away(reason);
      }
      subscribe();
      return prove();
    } catch (CatalogException e) {
      if (e.code() == Code.CLOSED) {
        closed = true;
      }
      return away(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.warn("a fault of the catalog's store", e);
      return away(String.valueOf(e.getMessage()));
    }
  }

  private void subscribe() {
    if (subscription.isPresent() || polling) {
      return;
    }
    Optional<Position> from = published.now().parts().catalog().position();
    try {
      subscription = Optional.of(store.subscribe(from, this::on));
    } catch (CatalogException e) {
      if (e.code() != Code.UNSUPPORTED) {
        throw e;
      }
      polling = true;
    }
  }

  private void unsubscribe() {
    subscription.ifPresent(Subscription::close);
    subscription = Optional.empty();
  }

  private void on(CatalogEvent event) {
    if (event instanceof CatalogEvent.Changed changed) {
      take(changed.snapshot(), false);
    } else if (event instanceof CatalogEvent.Full full) {
      take(full.snapshot(), full.reason() == CatalogEvent.Full.Reason.LOST_HISTORY);
    } else if (event instanceof CatalogEvent.Ended over) {
      ended = Optional.of(String.valueOf(over.error().getMessage()));
      wake.release();
      return;
    }
    if (!published.now().catalogFreshness().isCurrent()) {
      wake.release();
    }
  }

  private void take(CatalogSnapshot snapshot, boolean historyLost) {
    published.update(
        parts -> {
          boolean known =
              parts.catalog().position().filter(snapshot.position()::equals).isPresent();
          return known ? parts : parts.with(taken(parts.catalog()).with(snapshot, historyLost));
        });
  }

  /** What has arrived is known from now on, though it is not proven to be the last. */
  private CatalogPart taken(CatalogPart before) {
    return before.freshness() instanceof Freshness.Unknown
        ? before.with(new Freshness.Stale(clock.instant(), "it has arrived and is being checked"))
        : before;
  }

  private Duration prove() {
    Instant asked = clock.instant();
    Optional<Position> earlier = position();
    CatalogSnapshot read = proving.read();
    if (polling) {
      long known =
          published.now().catalog().map(snapshot -> snapshot.position().generation()).orElse(0L);
      take(read, read.position().generation() < known);
    }
    if (!isKnown(read.position(), earlier)) {
      return behind();
    }
    looksBehind = 0;
    complained = false;
    proven = Optional.of(asked);
    say(before -> new Freshness.Current());
    return proofInterval;
  }

  private Optional<Position> position() {
    return published.now().parts().catalog().position();
  }

  /** More than was read has arrived meanwhile, or exactly that. */
  private boolean isKnown(Position read, Optional<Position> earlier) {
    boolean wasBehind = earlier.map(Position::generation).orElse(0L) <= read.generation();
    return position()
        .filter(now -> now.equals(read) || (wasBehind && now.generation() > read.generation()))
        .isPresent();
  }

  /** What was read is about to arrive; where it does not, the subscription is not to be trusted. */
  private Duration behind() {
    looksBehind++;
    if (looksBehind < MOST_LOOKS_BEHIND) {
      return LOOK_AGAIN;
    }
    looksBehind = 0;
    unsubscribe();
    return away("its changes do not arrive");
  }

  private Duration away(String reason) {
    if (closed) {
      return Duration.ZERO;
    }
    if (!complained) {
      LOG.warn("the catalog is not followed, trying again: {}", reason);
    }
    complained = true;
    say(
        before -> {
          if (before instanceof Freshness.Stale stale) {
            return new Freshness.Stale(stale.since(), reason);
          }
          return before instanceof Freshness.Current
              ? new Freshness.Stale(proven.orElseGet(clock::instant), reason)
              : new Freshness.Unknown(reason);
        });
    return TRY_AGAIN;
  }

  private void say(UnaryOperator<Freshness> judge) {
    published.update(
        parts -> {
          CatalogPart catalog = parts.catalog();
          Freshness next = judge.apply(catalog.freshness());
          return next.equals(catalog.freshness()) ? parts : parts.with(catalog.with(next));
        });
  }

  /** Interrupts what the thread waits for. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    Waits.forEnd(thread);
  }
}
