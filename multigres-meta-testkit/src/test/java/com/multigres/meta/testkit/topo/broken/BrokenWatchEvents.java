package com.multigres.meta.testkit.topo.broken;

import com.multigres.meta.testkit.broken.Defect;
import com.multigres.meta.topo.Cursor;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topo.WatchEvent;
import com.multigres.meta.topo.WatchListener;
import com.multigres.meta.topo.WatchOptions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Watches that tell the wrong things (T12 to T14). */
final class BrokenWatchEvents {
  private BrokenWatchEvents() {}

  static List<Defect<TopoStore>> all() {
    return List.of(
        Defect.of(
            "T12",
            "a watch misses deletions",
            telling(BrokenWatchEvents::missesDeletions),
            "aWatchFirstTellsTheStateAndThenEveryChange"),
        Defect.of(
            "T12",
            "a watch tells changes only, not what stood before",
            telling(BrokenWatchEvents::beginsWithChanges),
            "aWatchFirstTellsTheStateAndThenEveryChange",
            "theVersionsToldAreThoseThatWereWritten"),
        Defect.of(
            "T12",
            "a watch skips every third event",
            telling(BrokenWatchEvents::skipsEveryThird),
            "aWatchFirstTellsTheStateAndThenEveryChange"),
        Defect.of(
            "T12",
            "the watch of a node tells of what lies below",
            BrokenWatchEvents::watchesTrees,
            "aWatchedNodeSaysNothingOfItsChildrenAndATreeSaysAll"),
        Defect.of(
            "T13",
            "a watch tells everything twice",
            telling(BrokenWatchEvents::tellsTwice),
            "changesOfAPathComeInOrderAndNoneTwice",
            "nobodySeesAStepBack"),
        Defect.of(
            "T13",
            "a watch tells neighbouring events the wrong way round",
            telling(BrokenWatchEvents::swapsEvents),
            "changesOfAPathComeInOrderAndNoneTwice"),
        Defect.of(
            "T13",
            "two watches put concurrent writes in different orders",
            BrokenWatchEvents::ordersAsItLikes,
            "everyWatcherSeesASubsequenceOfOneOrder"),
        Defect.of(
            "T14",
            "a cursor lies behind the events of its batch",
            telling(BrokenWatchEvents::skipsWithCursors),
            "noCursorSkipsAnEventOfTheSameBatch"),
        Defect.of(
            "T14",
            "a watch resumes with the present",
            BrokenWatchEvents::resumesNow,
            "aWatchResumesBehindEveryEventWithoutAGap"),
        Defect.of(
            "T14",
            "a resync is not marked",
            telling(BrokenWatchEvents::hidesResyncs),
            "aResumeThatCannotBeServedReplacesEverything",
            "aWatchThatWasCutOffWhileTheHistoryWentResyncs"));
  }

  /** A store whose watches tell their listeners something else. */
  static UnaryOperator<TopoStore> telling(UnaryOperator<WatchListener> broken) {
    return real ->
        new TopoLayer(real) {
          @Override
          public Watch watch(TopoPath path, WatchOptions options, WatchListener listener) {
            return below.watch(path, options, broken.apply(listener));
          }
        }.store();
  }

  private static WatchListener missesDeletions(WatchListener listener) {
    return event -> {
      if (!(event instanceof WatchEvent.Deleted)) {
        listener.onEvent(event);
      }
    };
  }

  private static WatchListener beginsWithChanges(WatchListener listener) {
    AtomicBoolean begun = new AtomicBoolean();
    return event -> {
      begun.compareAndSet(false, event instanceof WatchEvent.InSync);
      if (begun.get()) {
        listener.onEvent(event);
      }
    };
  }

  private static WatchListener skipsEveryThird(WatchListener listener) {
    AtomicInteger events = new AtomicInteger();
    return event -> {
      if (events.incrementAndGet() % 3 != 0) {
        listener.onEvent(event);
      }
    };
  }

  private static WatchListener tellsTwice(WatchListener listener) {
    return event -> {
      listener.onEvent(event);
      listener.onEvent(event);
    };
  }

  private static WatchListener swapsEvents(WatchListener listener) {
    Deque<WatchEvent> held = new ArrayDeque<>();
    return event -> {
      if (!(event instanceof WatchEvent.Put)) {
        listener.onEvent(event);
      } else if (held.isEmpty()) {
        held.add(event);
      } else {
        listener.onEvent(event);
        listener.onEvent(held.remove());
      }
    };
  }

  /** A cursor of the revision that the event belongs to, on all but the revision's last event. */
  private static WatchListener skipsWithCursors(WatchListener listener) {
    return event ->
        listener.onEvent(
            event instanceof WatchEvent.Put put
                ? new WatchEvent.Put(put.node(), oneFurther(put.cursor()))
                : event);
  }

  private static Cursor oneFurther(Cursor cursor) {
    int dash = cursor.token().indexOf('-') + 1;
    String point = cursor.token().substring(dash);
    return point.equals("start")
        ? cursor
        : new Cursor(
            cursor.backend(), cursor.token().substring(0, dash) + (Long.parseLong(point) + 1));
  }

  private static WatchListener hidesResyncs(WatchListener listener) {
    return event -> {
      if (!(event instanceof WatchEvent.Resync)) {
        listener.onEvent(event);
      }
    };
  }

  private static TopoStore watchesTrees(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public Watch watch(TopoPath path, WatchOptions options, WatchListener listener) {
        return below.watch(
            path, new WatchOptions(WatchOptions.Scope.TREE, options.from()), listener);
      }
    }.store();
  }

  /** Every second watch of the store holds one event back behind the next. */
  private static TopoStore ordersAsItLikes(TopoStore real) {
    AtomicInteger watches = new AtomicInteger();
    return new TopoLayer(real) {
      @Override
      public Watch watch(TopoPath path, WatchOptions options, WatchListener listener) {
        boolean second = watches.incrementAndGet() % 2 == 0;
        return below.watch(path, options, second ? swapsEvents(listener) : listener);
      }
    }.store();
  }

  private static TopoStore resumesNow(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public Watch watch(TopoPath path, WatchOptions options, WatchListener listener) {
        return options.from().isEmpty()
            ? below.watch(path, options, listener)
            : below.watch(
                path,
                new WatchOptions(options.scope(), Optional.empty()),
                beginsWithChanges(listener));
      }
    }.store();
  }
}
