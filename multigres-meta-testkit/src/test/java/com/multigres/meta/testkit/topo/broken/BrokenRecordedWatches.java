package com.multigres.meta.testkit.topo.broken;

import com.multigres.meta.testkit.broken.Defect;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topo.WatchEvent;
import com.multigres.meta.topo.WatchEvent.Resync;
import com.multigres.meta.topo.WatchListener;
import com.multigres.meta.topo.WatchOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/** Watches that are resumed wrongly or end, as only histories show (T14). */
final class BrokenRecordedWatches {
  private static final String PEACE = "whatClientsDidInPeaceIsOneHistory";
  private static final String ACCIDENTS = "whatClientsDidAmongAccidentsIsOneHistory";

  private BrokenRecordedWatches() {}

  static List<Defect<TopoStore>> all() {
    return List.of(
        Defect.of("T14", "a cursor skips what came since", resuming(Resuming::fromNow), PEACE),
        Defect.of("T14", "a watch from a cursor tells nothing", resuming(Resuming::never), PEACE),
        Defect.of("T13", "what a cursor brings comes twice", resuming(Resuming::repeating), PEACE),
        Defect.of("T14", "a replacement has no end", resuming(Resuming::withoutEnd), PEACE),
        Defect.of("T14", "a watch ends with its connection", Ending::over, ACCIDENTS));
  }

  /** How a watch that should go on from a cursor goes on instead. */
  private interface Resuming {
    Watch resume(TopoStore below, TopoPath path, WatchOptions options, WatchListener listener);

    static Watch never(
        TopoStore below, TopoPath path, WatchOptions options, WatchListener listener) {
      return () -> {};
    }

    static Watch fromNow(
        TopoStore below, TopoPath path, WatchOptions options, WatchListener listener) {
      AtomicBoolean present = new AtomicBoolean();
      return below.watch(
          path,
          WatchOptions.tree(),
          event -> {
            if (event instanceof WatchEvent.InSync) {
              present.set(true);
            }
            if (present.get()) {
              listener.onEvent(event);
            }
          });
    }

    static Watch repeating(
        TopoStore below, TopoPath path, WatchOptions options, WatchListener listener) {
      return below.watch(
          path,
          options,
          event -> {
            listener.onEvent(event);
            if (event instanceof WatchEvent.Put) {
              listener.onEvent(event);
            }
          });
    }

    static Watch withoutEnd(
        TopoStore below, TopoPath path, WatchOptions options, WatchListener listener) {
      AtomicBoolean begun = new AtomicBoolean();
      return below.watch(
          path,
          WatchOptions.tree(),
          event -> {
            if (begun.compareAndSet(false, true)) {
              listener.onEvent(new Resync(Resync.Kind.REPLACE, "", event.cursor()));
            }
            if (!(event instanceof WatchEvent.InSync)) {
              listener.onEvent(event);
            }
          });
    }
  }

  private static UnaryOperator<TopoStore> resuming(Resuming how) {
    return real ->
        new TopoLayer(real) {
          @Override
          public TopoStore withTimeout(Duration timeout) {
            return resuming(how).apply(below.withTimeout(timeout));
          }

          @Override
          public Watch watch(TopoPath path, WatchOptions options, WatchListener listener) {
            return options.from().isEmpty()
                ? below.watch(path, options, listener)
                : how.resume(below, path, options, listener);
          }
        }.store();
  }

  /** A listener whose watch is over as soon as the connection is lost. */
  private static final class Ending implements WatchListener {
    private final WatchListener listener;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean lost;
    private boolean over;

    private Ending(WatchListener listener) {
      this.listener = listener;
    }

    static TopoStore over(TopoStore real) {
      return new TopoLayer(real) {
        @Override
        public TopoStore withTimeout(Duration timeout) {
          return over(below.withTimeout(timeout));
        }

        @Override
        public Watch watch(TopoPath path, WatchOptions options, WatchListener listener) {
          Ending ending = new Ending(listener);
          below.onConnectionState(state -> ending.lost(state != ConnectionState.CONNECTED));
          return below.watch(path, options, ending);
        }
      }.store();
    }

    private void lost(boolean now) {
      lock.lock();
      try {
        lost |= now;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void onEvent(WatchEvent event) {
      lock.lock();
      try {
        if (lost && !over) {
          over = true;
          TopoException error = TopoException.refused(Code.UNAVAILABLE, "the connection is lost");
          listener.onEvent(new WatchEvent.Ended(error, event.cursor()));
        } else if (!over) {
          listener.onEvent(event);
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
