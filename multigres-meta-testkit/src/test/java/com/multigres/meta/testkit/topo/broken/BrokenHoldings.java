package com.multigres.meta.testkit.topo.broken;

import com.multigres.meta.store.Subscription;
import com.multigres.meta.testkit.broken.Defect;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.LockInfo;
import com.multigres.meta.topo.lock.LockKind;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import com.multigres.meta.topo.lock.TopoLocks;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Held locks that end wrongly, or do not end (T22, T25, T33). */
final class BrokenHoldings {
  private BrokenHoldings() {}

  static List<Defect<TopoStore>> all() {
    return List.of(
        Defect.of(
            "T22",
            "a lock is not renewed",
            LocksLayer.held(BrokenHoldings::isNotRenewed),
            "aHoldingOutlivesItsTimeToLiveWhileTheHolderLives"),
        Defect.of(
            "T22",
            "stealing gives no grace",
            LocksLayer.over(BrokenHoldings::stealsAtOnce),
            "stealingTellsTheHolderAndHandsOutAfterTheGracePeriod"),
        Defect.of(
            "T22",
            "a thief gets a lock of its own",
            LocksLayer.over(BrokenHoldings::stealsAnother),
            "stealingServesFirstThoseWhoWaitedBefore"),
        Defect.of(
            "T22",
            "a thief believes in its first grant",
            LocksLayer.over(BrokenHoldings::remembersTheFirstGrant),
            "whatIsTakenFromAThiefDuringTheGracePeriodIsNotItsOwn"),
        Defect.of(
            "T22",
            "a long time to live is cut",
            LocksLayer.over(BrokenHoldings::cutsTheTtl),
            "theLongestTimeToLiveIsHeldAsAnyOther"),
        Defect.of(
                "T25",
                "a lock outlives its dead holder by far",
                LocksLayer.over(BrokenHoldings::outstays),
                "aDeadHoldersLockPassesOnWithinItsTimeToLive")
            .waiting(3),
        Defect.of(
            "T25",
            "the holder is not told of its loss",
            LocksLayer.held(BrokenHoldings::tellsNobody),
            "aRevokedHolderIsToldAndTheNextInLineHolds"),
        Defect.of(
            "T25",
            "a lost lock still checks",
            LocksLayer.held(BrokenHoldings::checksBlindly),
            "aRevokedHolderIsToldAndTheNextInLineHolds"),
        Defect.of(
            "T25",
            "who asks after the loss is not told",
            LocksLayer.held(BrokenHoldings::tellsOnlyTheEarly),
            "aListenerThatComesAfterTheLossIsToldAtOnce"),
        Defect.of(
            "T25",
            "a revoked lock stays where it is",
            LocksLayer.over(BrokenHoldings::revokesNothing),
            "aRevokedHolderIsToldAndTheNextInLineHolds"),
        Defect.of(
            "T33",
            "a lock seems to survive the loss of its store",
            LocksLayer.held(BrokenHoldings::tellsNobody),
            "everyLockOfAWipedStoreIsLost"));
  }

  private static TopoLock isNotRenewed(TopoLock real) {
    CompletableFuture.delayedExecutor(real.ttl().toMillis(), TimeUnit.MILLISECONDS)
        .execute(real::close);
    return new LockLayer(real) {
      @Override
      public void check() {}
    };
  }

  private static TopoLocks stealsAtOnce(TopoLocks real) {
    return new LocksLayer(real) {
      @Override
      public TopoLock tryLock(TopoPath path, LockOptions options) {
        return below.tryLock(path, options.stealing(Duration.ZERO));
      }
    };
  }

  private static TopoLocks stealsAnother(TopoLocks real) {
    return new LocksLayer(real) {
      @Override
      public TopoLock lock(TopoPath path, LockOptions options) {
        if (options.stealAfter().isEmpty()) {
          return below.lock(path, options);
        }
        below.holder(path, LockKind.QUEUE).ifPresent(below::revoke);
        return below.lock(path.child(options.action()), options);
      }
    };
  }

  private static TopoLocks remembersTheFirstGrant(TopoLocks real) {
    return new LocksLayer(real) {
      @Override
      public TopoLock lock(TopoPath path, LockOptions options) {
        AtomicReference<@Nullable FencingToken> first = new AtomicReference<>();
        Watch following =
            below.follow(
                path,
                options.kind(),
                holder ->
                    holder
                        .filter(info -> info.content().action().equals(options.action()))
                        .flatMap(LockInfo::token)
                        .ifPresent(token -> first.compareAndSet(null, token)));
        TopoLock lock = below.lock(path, options);
        following.close();
        FencingToken believed = first.get();
        return believed == null ? lock : believing(lock, believed);
      }
    };
  }

  private static TopoLock believing(TopoLock real, FencingToken token) {
    return new LockLayer(real) {
      @Override
      public FencingToken token() {
        return token;
      }
    };
  }

  private static TopoLocks cutsTheTtl(TopoLocks real) {
    return new LocksLayer(real) {
      @Override
      public TopoLock tryLock(TopoPath path, LockOptions options) {
        return below.tryLock(path, options.ttl(Duration.ofSeconds(30)));
      }
    };
  }

  private static TopoLocks outstays(TopoLocks real) {
    return new LocksLayer(real) {
      @Override
      public TopoLock lock(TopoPath path, LockOptions options) {
        Duration ttl = options.ttl().orElseThrow();
        return below.lock(path, options.ttl(ttl.multipliedBy(4)));
      }
    };
  }

  private static TopoLock tellsNobody(TopoLock real) {
    return new LockLayer(real) {
      @Override
      public Subscription onLost(Runnable listener) {
        return () -> {};
      }
    };
  }

  private static TopoLock checksBlindly(TopoLock real) {
    return new LockLayer(real) {
      @Override
      public boolean isHeld() {
        return true;
      }

      @Override
      public void check() {}
    };
  }

  private static TopoLock tellsOnlyTheEarly(TopoLock real) {
    return new LockLayer(real) {
      private boolean asked;

      @Override
      public Subscription onLost(Runnable listener) {
        boolean late = asked;
        asked = true;
        return late ? () -> {} : below.onLost(listener);
      }
    };
  }

  private static TopoLocks revokesNothing(TopoLocks real) {
    return new LocksLayer(real) {
      @Override
      public boolean revoke(LockInfo holder) {
        return true;
      }
    };
  }
}
