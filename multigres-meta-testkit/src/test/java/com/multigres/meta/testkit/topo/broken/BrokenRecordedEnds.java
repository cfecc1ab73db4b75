package com.multigres.meta.testkit.topo.broken;

import static com.multigres.meta.testkit.topo.broken.BrokenRecorded.layered;

import com.multigres.meta.testkit.broken.Defect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topo.lock.Election;
import com.multigres.meta.topo.lock.LockKind;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import com.multigres.meta.topo.lock.TopoLocks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Ends of holdings, thefts, offices that are observed, and scopes that are wrong now and then, as
 * only histories show (T6, T22, T23, T27).
 */
final class BrokenRecordedEnds {
  private static final String PEACE = "whatClientsDidInPeaceIsOneHistory";

  private BrokenRecordedEnds() {}

  static List<Defect<TopoStore>> all() {
    AtomicInteger asked = new AtomicInteger();
    return List.of(
        Defect.of(
                "T23",
                "a guard lets writes pass for a moment after the release",
                LocksLayer.held(BrokenRecordedEnds::releasesLater),
                PEACE)
            // What was written too late may be seen before anybody looks at its guard.
            .judged("T5", "T6", "T7", "T10", "T11", "T13", "T22", "T23", "T26"),
        Defect.of(
            "T22",
            "a thief does not wait for its victim",
            LocksLayer.over(BrokenRecordedEnds::stealsAtOnce),
            PEACE),
        Defect.<TopoStore>of(
                "T22",
                "every third asks for an exclusive lock of its own",
                LocksLayer.over(locks -> sharesWhatIsExclusive(locks, asked)),
                PEACE)
            .judged("T5", "T6", "T7", "T10", "T11", "T13", "T22", "T23", "T26"),
        Defect.of(
            "T27",
            "who observes is told once more of whom the leader followed",
            ElectionLayer.over(BrokenRecordedEnds::tellsOfTheFormer),
            PEACE),
        Defect.of(
            "T27",
            "who observes is told of nobody",
            ElectionLayer.over(BrokenRecordedEnds::tellsNothing),
            PEACE),
        Defect.of(
            "T6",
            "every seventh list shows what lies beside the directory too",
            layered(ListingTheNeighbours::new),
            PEACE));
  }

  private static TopoLock releasesLater(TopoLock real) {
    return new LockLayer(real) {
      @Override
      public void close() {
        CompletableFuture.delayedExecutor(3, TimeUnit.MILLISECONDS).execute(below::close);
      }
    };
  }

  private static TopoLocks stealsAtOnce(TopoLocks real) {
    return new LocksLayer(real) {
      private LockOptions hasty(LockOptions options) {
        return options.stealAfter().isPresent() ? options.stealing(Duration.ZERO) : options;
      }

      @Override
      public TopoLock lock(TopoPath path, LockOptions options) {
        return below.lock(path, hasty(options));
      }

      @Override
      public TopoLock tryLock(TopoPath path, LockOptions options) {
        return below.tryLock(path, hasty(options));
      }
    };
  }

  private static TopoLocks sharesWhatIsExclusive(TopoLocks real, AtomicInteger asked) {
    return new LocksLayer(real) {
      private TopoPath shared(TopoPath path, LockOptions options) {
        boolean alone = options.kind() == LockKind.EXCLUSIVE;
        return alone && asked.incrementAndGet() % 3 == 0 ? TopoPath.of("another") : path;
      }

      @Override
      public TopoLock lock(TopoPath path, LockOptions options) {
        return below.lock(shared(path, options), options);
      }

      @Override
      public TopoLock tryLock(TopoPath path, LockOptions options) {
        return below.tryLock(shared(path, options), options);
      }
    };
  }

  private static Election tellsOfTheFormer(Election real) {
    return new ElectionLayer(real) {
      @Override
      public Watch observe(Consumer<Optional<Leader>> listener) {
        AtomicReference<Optional<Leader>> former = new AtomicReference<>(Optional.empty());
        return below.observe(
            leader -> {
              listener.accept(leader);
              if (leader.isPresent()) {
                Optional<Leader> before = former.getAndSet(leader);
                before.ifPresent(one -> listener.accept(before));
              }
            });
      }
    };
  }

  private static Election tellsNothing(Election real) {
    return new ElectionLayer(real) {
      @Override
      public Watch observe(Consumer<Optional<Leader>> listener) {
        return below.observe(leader -> {});
      }
    };
  }

  /** Of directories below the root. */
  private static final class ListingTheNeighbours extends TopoLayer {
    private final AtomicInteger lists = new AtomicInteger();

    ListingTheNeighbours(TopoStore real) {
      super(real);
    }

    @Override
    public TopoStore withTimeout(Duration timeout) {
      return new ListingTheNeighbours(below.withTimeout(timeout)).store();
    }

    @Override
    public List<Node> list(TopoPath directory) {
      boolean beside = directory.names().size() > 1 && lists.incrementAndGet() % 7 == 0;
      return below.list(beside ? directory.parent() : directory);
    }
  }
}
