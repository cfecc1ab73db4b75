package com.multigres.meta.testkit.topo.broken;

import com.google.protobuf.ByteString;
import com.multigres.meta.testkit.broken.Defect;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.Guard;
import com.multigres.meta.topo.lock.LockInfo;
import com.multigres.meta.topo.lock.TopoLock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holdings and sessions that are wrong now and then, as only histories show (T19, T22, T23). */
final class BrokenRecordedTurns {
  private static final Logger log = LoggerFactory.getLogger(BrokenRecordedTurns.class);
  private static final String PEACE = "whatClientsDidInPeaceIsOneHistory";

  private BrokenRecordedTurns() {}

  static List<Defect<TopoStore>> all() {
    return List.of(
        Defect.of(
            "T22",
            "a grant goes on after it expired",
            LocksLayer.held(BrokenRecordedTurns::goesOn),
            PEACE),
        Defect.of("T22", "a lock is granted to whose turn has expired", grantsTheExpired(), PEACE),
        Defect.of("T23", "two holders have equal tokens", repeatsTokens(), PEACE),
        Defect.of("T26", "an observer knows the first holder only", staysWithTheFirst(), PEACE),
        Defect.of(
                "T18",
                "a bound node goes while its session lives",
                BrokenRecordedTurns::losingTheBound,
                PEACE)
            .judged("T5", "T6", "T7", "T11", "T13"),
        Defect.of(
            "T19",
            "a session's node stays for a moment after its close",
            SessionLayer.over(BrokenRecordedTurns::lingers),
            PEACE));
  }

  /** The store has long passed it on, and its holder believes in it for a while. */
  private static TopoLock goesOn(TopoLock real) {
    real.close();
    return new LockLayer(real) {
      @Override
      public Guard guard() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        return below.guard();
      }

      @Override
      public void check() {}
    };
  }

  /** By the time that every third one is told of its turn, the next ones have had theirs. */
  private static UnaryOperator<TopoStore> grantsTheExpired() {
    AtomicInteger grants = new AtomicInteger();
    return LocksLayer.held(
        lock -> {
          if (grants.incrementAndGet() % 3 != 0) {
            return lock;
          }
          lock.close();
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
          return new LockLayer(lock) {
            @Override
            public void check() {}
          };
        });
  }

  /** Closing answers at once, and the session ends later. */
  private static Session lingers(Session real) {
    return new SessionLayer(real) {
      @Override
      public void close() {
        CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS).execute(below::close);
      }
    };
  }

  /** What a session creates goes a moment later, if nobody has written it since. */
  private static TopoStore losingTheBound(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public TopoStore withTimeout(Duration timeout) {
        return losingTheBound(below.withTimeout(timeout));
      }

      @Override
      public Session openSession(Duration ttl) {
        return new SessionLayer(super.openSession(ttl)) {
          @Override
          public Version create(TopoPath path, ByteString value) {
            Version version = super.create(path, value);
            CompletableFuture.delayedExecutor(2, TimeUnit.MILLISECONDS)
                .execute(() -> lose(real, path, version));
            return version;
          }
        };
      }
    }.store();
  }

  private static void lose(TopoStore real, TopoPath path, Version version) {
    try {
      real.delete(path, Expect.version(version));
    } catch (TopoException refused) {
      log.debug("{} stays as it is: {}", path, refused.getMessage());
    }
  }

  /** Whom anybody was told of first holds for ever, for all that is said. */
  private static UnaryOperator<TopoStore> staysWithTheFirst() {
    Map<TopoPath, List<LockInfo>> first = new ConcurrentHashMap<>();
    return LocksLayer.over(
        real ->
            new LocksLayer(real) {
              @Override
              public List<LockInfo> queue(TopoPath path) {
                List<LockInfo> now = below.queue(path);
                return now.isEmpty() ? now : first.computeIfAbsent(path, unknown -> now);
              }
            });
  }

  private static UnaryOperator<TopoStore> repeatsTokens() {
    Map<String, FencingToken> last = new ConcurrentHashMap<>();
    AtomicInteger grants = new AtomicInteger();
    return LocksLayer.held(
        lock -> {
          FencingToken before = last.put(lock.token().incarnation() + lock.path(), lock.token());
          boolean repeats = before != null && grants.incrementAndGet() % 5 == 0;
          return new LockLayer(lock) {
            @Override
            public FencingToken token() {
              return repeats ? before : below.token();
            }
          };
        });
  }
}
