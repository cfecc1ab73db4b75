package com.multigres.meta.testkit.catalog.broken;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogEvent;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogListener;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.HistoryEntry;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.catalog.ReadOptions;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.testkit.broken.Defect;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Subscriptions that tell the wrong things (C7, C9). */
final class BrokenSubscriptions {
  private BrokenSubscriptions() {}

  static List<Defect<CatalogStore>> all() {
    return List.of(
        Defect.of(
            "C7",
            "a subscription skips every third generation",
            telling(BrokenSubscriptions::skipsEveryThird),
            "everyLaterGenerationComesInOrderWithItsChanges"),
        Defect.of(
            "C7",
            "a subscription tells everything twice",
            telling(BrokenSubscriptions::tellsTwice),
            "everyLaterGenerationComesInOrderWithItsChanges"),
        Defect.of(
            "C7",
            "a subscription tells neighbours the wrong way round",
            telling(BrokenSubscriptions::swapsEvents),
            "everyLaterGenerationComesInOrderWithItsChanges"),
        Defect.of(
            "C7",
            "a subscription names no changes",
            telling(BrokenSubscriptions::forgetsChanges),
            "everyLaterGenerationComesInOrderWithItsChanges"),
        Defect.of(
            "C7",
            "a subscription begins with the present",
            BrokenSubscriptions::beginsNow,
            "aSubscriptionGoesOnWhereAnotherEnded"),
        Defect.of(
            "C7",
            "a closed subscription goes on",
            BrokenSubscriptions::neverEnds,
            "aClosedSubscriptionIsSilent"),
        Defect.of(
            "C7",
            "a subscription gives up when its listener throws",
            telling(BrokenSubscriptions::givesUp),
            "aListenerThatThrowsIsToldTheNextAllTheSame"),
        Defect.of(
            "C7",
            "a listener is told nothing while it asks",
            BrokenSubscriptions::refusesListeners,
            "aListenerMayCallTheStoreAndCloseItsOwnSubscription"),
        Defect.of(
            "C9",
            "a lost history is not marked",
            telling(BrokenSubscriptions::hidesLosses),
            "aSubscriberGetsAMarkedWholeCatalogAndGoesOn",
            "aSubscriptionFromALostPositionBeginsWithAMarkedWholeCatalog"),
        Defect.of(
            "C9",
            "a subscription ends with its history",
            telling(BrokenSubscriptions::endsWithItsHistory),
            "aSubscriberGetsAMarkedWholeCatalogAndGoesOn"));
  }

  private static UnaryOperator<CatalogStore> telling(UnaryOperator<CatalogListener> broken) {
    return real ->
        new CatalogLayer(real) {
          @Override
          public Subscription subscribe(Optional<Position> from, CatalogListener listener) {
            return below.subscribe(from, broken.apply(listener));
          }
        };
  }

  private static CatalogListener skipsEveryThird(CatalogListener listener) {
    AtomicInteger events = new AtomicInteger();
    return event -> {
      if (events.incrementAndGet() % 3 != 0) {
        listener.onEvent(event);
      }
    };
  }

  private static CatalogListener tellsTwice(CatalogListener listener) {
    return event -> {
      listener.onEvent(event);
      listener.onEvent(event);
    };
  }

  private static CatalogListener swapsEvents(CatalogListener listener) {
    Deque<CatalogEvent> held = new ArrayDeque<>();
    return event -> {
      if (held.isEmpty()) {
        held.add(event);
      } else {
        listener.onEvent(event);
        listener.onEvent(held.remove());
      }
    };
  }

  private static CatalogListener forgetsChanges(CatalogListener listener) {
    return event ->
        listener.onEvent(
            event instanceof CatalogEvent.Changed changed
                ? new CatalogEvent.Changed(bare(changed.entry()), changed.snapshot())
                : event);
  }

  private static HistoryEntry bare(HistoryEntry entry) {
    return new HistoryEntry(
        entry.position(), entry.time(), entry.author(), List.of(), entry.byHand());
  }

  private static CatalogListener givesUp(CatalogListener listener) {
    AtomicBoolean over = new AtomicBoolean();
    return event -> {
      if (!over.getAndSet(true)) {
        listener.onEvent(event);
        over.set(false);
      }
    };
  }

  private static CatalogListener hidesLosses(CatalogListener listener) {
    return event ->
        listener.onEvent(
            event instanceof CatalogEvent.Full full
                ? new CatalogEvent.Full(full.snapshot(), CatalogEvent.Full.Reason.LOG_TRIMMED)
                : event);
  }

  private static CatalogListener endsWithItsHistory(CatalogListener listener) {
    AtomicBoolean over = new AtomicBoolean();
    return event -> {
      over.compareAndSet(false, event instanceof CatalogEvent.Full);
      if (!over.get()) {
        listener.onEvent(event);
      }
    };
  }

  private static CatalogStore beginsNow(CatalogStore real) {
    return new CatalogLayer(real) {
      @Override
      public Subscription subscribe(Optional<Position> from, CatalogListener listener) {
        return below.subscribe(Optional.of(below.read().position()), listener);
      }
    };
  }

  /** Tells closed listeners of each change before it answers, so that they are never late. */
  private static CatalogStore neverEnds(CatalogStore real) {
    List<CatalogListener> closed = new CopyOnWriteArrayList<>();
    return new CatalogLayer(real) {
      @Override
      public Subscription subscribe(Optional<Position> from, CatalogListener listener) {
        Subscription running = below.subscribe(from, listener);
        return () -> {
          running.close();
          closed.add(listener);
        };
      }

      @Override
      public Applied apply(List<CatalogChange> changes, ApplyOptions options) {
        Applied applied = below.apply(changes, options);
        CatalogEvent late = new CatalogEvent.Full(below.read(), CatalogEvent.Full.Reason.FIRST);
        closed.forEach(listener -> listener.onEvent(late));
        return applied;
      }
    };
  }

  private static CatalogStore refusesListeners(CatalogStore real) {
    ThreadLocal<Boolean> listening = ThreadLocal.withInitial(() -> false);
    return new CatalogLayer(real) {
      @Override
      public Subscription subscribe(Optional<Position> from, CatalogListener listener) {
        return below.subscribe(
            from,
            event -> {
              listening.set(true);
              listener.onEvent(event);
            });
      }

      @Override
      public CatalogSnapshot read(ReadOptions options) {
        if (listening.get()) {
          throw CatalogException.refused(Code.TIMEOUT, "the only thread is busy");
        }
        return below.read(options);
      }
    };
  }
}
