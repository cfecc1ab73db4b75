package com.multigres.meta.testkit.topo.broken;

import com.google.protobuf.ByteString;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.broken.Defect;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.lock.LockInfo;
import com.multigres.meta.topo.lock.LockKind;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import com.multigres.meta.topo.lock.TopoLocks;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Locks that are handed out wrongly (T22, T24, T26, T31). */
final class BrokenLocks {
  private BrokenLocks() {}

  static List<Defect<TopoStore>> all() {
    return List.of(
        Defect.of(
            "T22",
            "a lock is granted twice",
            LocksLayer.over(BrokenLocks::grantsTwice),
            "aHeldLockIsRefusedToEverybodyElseUntilItsRelease"),
        Defect.of(
            "T22",
            "whoever waits is granted a lock of its own",
            LocksLayer.over(BrokenLocks::grantsEverybody),
            "manyContendersNeverHoldTogetherAndTheirTokensGrow"),
        Defect.of(
            "T22",
            "a waiter is sent to the end of the queue",
            LocksLayer.over(BrokenLocks::overtakes),
            "waitersGetTheLockInTheOrderTheyAsked"),
        Defect.of(
            "T22",
            "trying waits",
            LocksLayer.over(BrokenLocks::triesForLong),
            "tryLockAnswersAtOnceHoweverLongTheQueue"),
        Defect.of(
                "T22",
                "a directory's lock is that of everything below",
                LocksLayer.over(BrokenLocks::locksTheDirectory),
                "locksOfDifferentPathsAndKindsAreDifferentLocks")
            .failing(Code.LOCK_HELD),
        Defect.of(
            "T22",
            "an exclusive lock is a queue",
            LocksLayer.over(BrokenLocks::queuesInstead),
            "anExclusiveLockIsOneBoundNodeAndIsNotWaitedFor"),
        Defect.of(
            "T22",
            "the time to live is whatever the store likes",
            LocksLayer.over(BrokenLocks::choosesTheTtl),
            "theTimeToLiveIsTheGrantedOne"),
        Defect.of(
            "T24",
            "a waiter that gives up stays in the queue",
            LocksLayer.over(BrokenLocks::lingers),
            "aWaiterThatTimesOutLeavesNothingBehind"),
        Defect.of(
            "T24",
            "a second release takes the next holder's lock",
            LocksLayer.over(BrokenLocks::releasesOthers),
            "releasingTwiceIsHarmlessAlsoToTheNextHolder"),
        Defect.of(
            "T26",
            "waiters are not shown",
            LocksLayer.over(BrokenLocks::hidesWaiters),
            "anybodyReadsWhoHoldsAndWhoWaits"),
        Defect.of(
            "T31",
            "the queue is kept in nodes that everybody sees",
            BrokenLocks::showsNodes,
            "queuesShowUpInNoListAndNoWatch"));
  }

  private static TopoLocks grantsTwice(TopoLocks real) {
    return new LocksLayer(real) {
      @Override
      public TopoLock tryLock(TopoPath path, LockOptions options) {
        try {
          return below.tryLock(path, options);
        } catch (TopoException held) {
          return below.tryLock(path.child("second"), options);
        }
      }
    };
  }

  private static TopoLocks grantsEverybody(TopoLocks real) {
    return new LocksLayer(real) {
      @Override
      public TopoLock lock(TopoPath path, LockOptions options) {
        return below.lock(path.child(options.action()), options);
      }
    };
  }

  private static TopoLocks overtakes(TopoLocks real) {
    return new LocksLayer(real) {
      @Override
      public TopoLock lock(TopoPath path, LockOptions options) {
        TopoLock lock = below.lock(path, options);
        if (!options.action().equals("waiter 0")) {
          return lock;
        }
        lock.close();
        return below.lock(path, options);
      }
    };
  }

  private static TopoLocks triesForLong(TopoLocks real) {
    return new LocksLayer(real) {
      @Override
      public TopoLock tryLock(TopoPath path, LockOptions options) {
        return below.lock(path, options.waiting(Duration.ofMillis(200)));
      }
    };
  }

  private static TopoLocks locksTheDirectory(TopoLocks real) {
    return new LocksLayer(real) {
      @Override
      public TopoLock lock(TopoPath path, LockOptions options) {
        return below.lock(top(path), options);
      }

      @Override
      public TopoLock tryLock(TopoPath path, LockOptions options) {
        return below.tryLock(top(path), options);
      }

      private TopoPath top(TopoPath path) {
        return path.isRoot() ? path : TopoPath.of(path.names().get(0));
      }
    };
  }

  private static TopoLocks queuesInstead(TopoLocks real) {
    return new LocksLayer(real) {
      @Override
      public TopoLock lock(TopoPath path, LockOptions options) {
        return below.lock(path, LockOptions.of(options.action()));
      }
    };
  }

  private static TopoLocks choosesTheTtl(TopoLocks real) {
    return new LocksLayer(real) {
      @Override
      public TopoLock lock(TopoPath path, LockOptions options) {
        return below.lock(path, LockOptions.of(options.action()));
      }
    };
  }

  private static TopoLocks lingers(TopoLocks real) {
    return new LocksLayer(real) {
      @Override
      public TopoLock lock(TopoPath path, LockOptions options) {
        try {
          return below.lock(path, options);
        } catch (TopoException late) {
          Thread ghost =
              new Thread(
                  () -> {
                    try {
                      below.lock(path, options.waiting(Duration.ofMinutes(1)));
                    } catch (TopoException ended) {
                      // The store was closed, which ends the ghost too.
                    }
                  });
          ghost.setDaemon(true);
          ghost.start();
          Patience.eventually().until(() -> below.queue(path).size() > 1);
          throw late;
        }
      }
    };
  }

  private static TopoLocks releasesOthers(TopoLocks real) {
    return new LocksLayer(real) {
      @Override
      public TopoLock lock(TopoPath path, LockOptions options) {
        AtomicInteger releases = new AtomicInteger();
        TopoLocks locks = below;
        return new LockLayer(below.lock(path, options)) {
          @Override
          public void close() {
            below.close();
            if (releases.incrementAndGet() == 2) {
              locks.holder(path, LockKind.QUEUE).ifPresent(locks::revoke);
            }
          }
        };
      }
    };
  }

  private static TopoLocks hidesWaiters(TopoLocks real) {
    return new LocksLayer(real) {
      @Override
      public List<LockInfo> queue(TopoPath path) {
        return below.queue(path).stream().filter(LockInfo::holds).toList();
      }
    };
  }

  private static TopoStore showsNodes(TopoStore real) {
    return LocksLayer.over(
            locks ->
                new LocksLayer(locks) {
                  @Override
                  public TopoLock lock(TopoPath path, LockOptions options) {
                    TopoPath entry = path.child("locks").child("entry");
                    real.write(entry, ByteString.EMPTY, Expect.any());
                    return new LockLayer(below.lock(path, options)) {
                      @Override
                      public void close() {
                        below.close();
                        try {
                          real.delete(entry, Expect.any());
                        } catch (TopoException gone) {
                          if (gone.code() != Code.NO_NODE) {
                            throw gone;
                          }
                        }
                      }
                    };
                  }
                })
        .apply(real);
  }
}
