package com.multigres.meta.testkit.topo.broken;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.testkit.broken.Defect;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.Cursor;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topo.WatchEvent;
import com.multigres.meta.topo.WatchListener;
import com.multigres.meta.topo.WatchOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Watches that live wrongly (T14 to T16, T32, T33). */
final class BrokenWatchLives {
  private BrokenWatchLives() {}

  static List<Defect<TopoStore>> all() {
    return List.of(
        Defect.of(
            "T14",
            "a watch dies with the connection",
            BrokenWatchLives::diesWithTheConnection,
            "everythingIsThereAgainAfterTheServerWasRestarted"),
        Defect.of(
            "T15",
            "a watch gives up when its listener throws",
            BrokenWatchEvents.telling(BrokenWatchLives::givesUp),
            "aThrowingListenerGoesOn"),
        Defect.of(
            "T15",
            "a slow listener holds up the others",
            holdingUp(),
            "aSlowListenerDelaysOnlyItselfAndHearsTheLastState"),
        Defect.of(
            "T15",
            "a watch keeps every event for a slow listener",
            BrokenWatchLives::keepsEverything,
            "aSlowListenerDelaysOnlyItselfAndHearsTheLastState"),
        Defect.of(
            "T16",
            "a closed watch goes on",
            BrokenWatchLives::neverEnds,
            "aClosedWatchIsSilentAndClosingTwiceIsHarmless"),
        Defect.of(
            "T16",
            "closing does not wait for the call under way",
            BrokenWatchLives::closesLater,
            "closingWaitsForTheCallUnderWay"),
        Defect.of(
            "T16",
            "listeners run on a foreign thread",
            BrokenWatchEvents.telling(BrokenWatchLives::callsElsewhere),
            "listenersRunOnTheStoresOwnDaemonThreads"),
        Defect.of(
            "T32",
            "no call is taken from a listener",
            BrokenWatchLives::refusesListeners,
            "aListenerMayCallTheStoreAndCloseItsOwnWatch"),
        Defect.of(
            "T33",
            "a wiped server is no news",
            BrokenWatchLives::hidesLosses,
            "aServerThatWasWipedIsNoticed"));
  }

  private static TopoStore diesWithTheConnection(TopoStore real) {
    AtomicBoolean dead = new AtomicBoolean();
    return new TopoLayer(real) {
      // The test asks until the connection is away, so that nothing is told before this.
      @Override
      public ConnectionState connectionState() {
        ConnectionState now = below.connectionState();
        dead.compareAndSet(false, now != ConnectionState.CONNECTED);
        return now;
      }

      @Override
      public Watch watch(TopoPath path, WatchOptions options, WatchListener listener) {
        return below.watch(
            path,
            options,
            event -> {
              if (!dead.get()) {
                listener.onEvent(event);
              }
            });
      }
    }.store();
  }

  private static WatchListener givesUp(WatchListener listener) {
    AtomicBoolean over = new AtomicBoolean();
    return event -> {
      if (!over.getAndSet(true)) {
        listener.onEvent(event);
        over.set(false);
      }
    };
  }

  private static UnaryOperator<TopoStore> holdingUp() {
    ReentrantLock one = new ReentrantLock();
    return BrokenWatchEvents.telling(
        listener ->
            event -> {
              one.lock();
              try {
                listener.onEvent(event);
              } finally {
                one.unlock();
              }
            });
  }

  /** Tells each write by itself, from a queue without an end. */
  private static TopoStore keepsEverything(TopoStore real) {
    List<Consumer<WatchEvent>> queues = new CopyOnWriteArrayList<>();
    Cursor cursor = new Cursor("kept", "1");
    return new TopoLayer(real) {
      @Override
      public Version write(TopoPath path, ByteString value, Expect expect) {
        Version version = below.write(path, value, expect);
        Node node = new Node(path, value, version, Optional.empty());
        queues.forEach(queue -> queue.accept(new WatchEvent.Put(node, cursor)));
        return version;
      }

      @Override
      public void delete(TopoPath path, Expect expect) {
        below.delete(path, expect);
        queues.forEach(queue -> queue.accept(new WatchEvent.Deleted(path, cursor)));
      }

      @Override
      public Watch watch(TopoPath path, WatchOptions options, WatchListener listener) {
        ExecutorService endless = Executors.newSingleThreadExecutor();
        endless.execute(() -> listener.onEvent(new WatchEvent.InSync(cursor)));
        queues.add(event -> endless.execute(() -> listener.onEvent(event)));
        return endless::shutdown;
      }
    }.store();
  }

  /** Tells closed listeners of each write before it answers, so that they are never late. */
  private static TopoStore neverEnds(TopoStore real) {
    List<WatchListener> closed = new CopyOnWriteArrayList<>();
    Cursor cursor = new Cursor("closed", "1");
    return new TopoLayer(real) {
      @Override
      public Watch watch(TopoPath path, WatchOptions options, WatchListener listener) {
        Watch watch = below.watch(path, options, listener);
        return () -> {
          watch.close();
          closed.add(listener);
        };
      }

      @Override
      public Version write(TopoPath path, ByteString value, Expect expect) {
        Version version = below.write(path, value, expect);
        Node node = new Node(path, value, version, Optional.empty());
        closed.forEach(listener -> listener.onEvent(new WatchEvent.Put(node, cursor)));
        return version;
      }
    }.store();
  }

  private static TopoStore closesLater(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public Watch watch(TopoPath path, WatchOptions options, WatchListener listener) {
        Watch watch = below.watch(path, options, listener);
        return () -> new Thread(watch::close, "closes later").start();
      }
    }.store();
  }

  private static WatchListener callsElsewhere(WatchListener listener) {
    return event -> CompletableFuture.runAsync(() -> listener.onEvent(event)).join();
  }

  private static TopoStore refusesListeners(TopoStore real) {
    ThreadLocal<Boolean> listening = ThreadLocal.withInitial(() -> false);
    return new TopoLayer(real) {
      @Override
      public Watch watch(TopoPath path, WatchOptions options, WatchListener listener) {
        return below.watch(
            path,
            options,
            event -> {
              listening.set(true);
              listener.onEvent(event);
            });
      }

      @Override
      public Version write(TopoPath path, ByteString value, Expect expect) {
        if (listening.get()) {
          throw TopoException.refused(Code.TIMEOUT, path, "the only thread is busy");
        }
        return below.write(path, value, expect);
      }
    }.store();
  }

  private static TopoStore hidesLosses(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public Subscription onConnectionState(Consumer<ConnectionState> listener) {
        return below.onConnectionState(
            state -> {
              if (state != ConnectionState.LOST) {
                listener.accept(state);
              }
            });
      }
    }.store();
  }
}
