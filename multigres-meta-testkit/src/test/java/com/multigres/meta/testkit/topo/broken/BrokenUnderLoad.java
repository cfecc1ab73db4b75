package com.multigres.meta.testkit.topo.broken;

import com.multigres.meta.testkit.broken.Defect;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.lock.Election;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import com.multigres.meta.topo.lock.TopoLocks;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Locks and offices that are mostly right, and wrong now and then where many ask (T22 to T27). */
final class BrokenUnderLoad {
  private static final String LOAD = "manyThreadsMixEverythingAndBreakNoRule";

  private BrokenUnderLoad() {}

  static List<Defect<TopoStore>> all() {
    AtomicInteger asked = new AtomicInteger();
    return List.of(
        Defect.of(
            "T22",
            "every fifth try gets the lock, whoever holds it",
            LocksLayer.over(locks -> grantsEveryFifth(locks, asked)),
            LOAD),
        Defect.of("T23", "the tenth token is that of the first grant", repeatsTokens(), LOAD),
        Defect.of(
            "T27",
            "every fifth candidate stands for an office of its own",
            LocksLayer.over(locks -> electsEveryFifth(locks, asked)),
            LOAD));
  }

  private static TopoLocks grantsEveryFifth(TopoLocks real, AtomicInteger asked) {
    return new LocksLayer(real) {
      @Override
      public TopoLock tryLock(TopoPath path, LockOptions options) {
        try {
          return below.tryLock(path, options);
        } catch (TopoException held) {
          if (asked.incrementAndGet() % 5 != 0) {
            throw held;
          }
          return below.lock(path.child("second"), options);
        }
      }
    };
  }

  private static UnaryOperator<TopoStore> repeatsTokens() {
    Map<String, FencingToken> first = new ConcurrentHashMap<>();
    AtomicInteger grants = new AtomicInteger();
    return LocksLayer.held(
        lock -> {
          String life = lock.token().incarnation() + lock.path();
          FencingToken earliest = first.computeIfAbsent(life, unseen -> lock.token());
          boolean repeats = grants.incrementAndGet() % 10 == 0;
          return new LockLayer(lock) {
            @Override
            public FencingToken token() {
              return repeats ? earliest : below.token();
            }
          };
        });
  }

  private static TopoLocks electsEveryFifth(TopoLocks real, AtomicInteger asked) {
    return new LocksLayer(real) {
      @Override
      public Election election(TopoPath path) {
        return asked.incrementAndGet() % 5 == 0
            ? below.election(path.child("second"))
            : below.election(path);
      }
    };
  }
}
