package com.multigres.meta.testkit.workload;

import com.multigres.meta.testkit.history.Call;
import com.multigres.meta.testkit.history.Result;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.lock.Election.Leader;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.Guard;
import com.multigres.meta.topo.lock.Leadership;
import com.multigres.meta.topo.lock.LockInfo;
import com.multigres.meta.topo.lock.LockKind;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * What one client holds and leads, sometimes stolen from its holder: it writes under the guard,
 * looks whether it still holds, and ends; now and then it tries to write under the guard once more.
 */
final class TopoTurns {
  private static final int WRITES = 3;
  // One of so many asks for more than its turn: steals, stays, or writes when it is over.
  private static final int GREEDY = 5;
  private static final Duration GRACE = Duration.ofMillis(5);

  private final TopoStore store;
  private final TopoPlaces places;
  private final Random random;
  private final Notes notes;
  private final Optional<TopoWrites> guarded;
  private final LockOptions options;

  /**
   * Turns of a client.
   *
   * @param guarded writes under guards; empty where the store has none
   * @param options of its locks and offices, with a time to live
   */
  TopoTurns(
      TopoStore store,
      TopoPlaces places,
      Random random,
      Notes notes,
      Optional<TopoWrites> guarded,
      LockOptions options) {
    this.store = store;
    this.places = places;
    this.random = random;
    this.notes = notes;
    this.guarded = guarded;
    this.options = options;
  }

  /** Locks something for a while; whether that came about. */
  boolean lock() {
    return lock(places.lock(random), options);
  }

  /** Locks something for which there is no queue; whether that came about. */
  boolean lockAlone() {
    return lock(places.exclusive(), options.exclusive());
  }

  private boolean lock(TopoPath path, LockOptions wanted) {
    LockOptions how = isGreedy() ? wanted.stealing(GRACE) : wanted;
    boolean waits = random.nextBoolean();
    Optional<TopoLock> granted =
        notes.tried(
            new TopoCall.Acquire(path, how.kind(), theft(how)),
            () -> waits ? store.locks().lock(path, how) : store.locks().tryLock(path, how),
            lock -> new Result.Granted(lock.token()));
    granted.ifPresent(
        lock -> {
          Turn turn = new Turn(path, how.kind(), lock.token(), lock.guard());
          lock.onLost(() -> notes.log().told(turn.lost()));
          pass(turn, lock::check, lock::close);
        });
    return granted.isPresent();
  }

  private static Optional<TopoCall.Theft> theft(LockOptions how) {
    return how.stealAfter().map(grace -> new TopoCall.Theft(grace, how.ttl().orElseThrow()));
  }

  private boolean isGreedy() {
    return random.nextInt(GREEDY) == 0;
  }

  void lead(String candidate) {
    TopoPath path = places.office();
    Optional<Leadership> won =
        notes.tried(
            new TopoCall.Acquire(path, LockKind.QUEUE),
            () -> store.locks().election(path).campaign(candidate, options),
            term -> new Result.Granted(term.token()));
    won.ifPresent(
        term -> {
          Turn turn = new Turn(path, LockKind.QUEUE, term.token(), term.guard());
          term.onLost(() -> notes.log().told(turn.lost()));
          pass(turn, term::check, term::close);
        });
  }

  private void pass(Turn turn, Runnable check, Runnable close) {
    write(turn, 1 + random.nextInt(WRITES));
    if (isGreedy()) {
      // Long enough for a thief to come and have waited.
      LockSupport.parkNanos(2 * GRACE.toNanos());
      write(turn, 1);
    }
    notes.tried(turn.holds(), check);
    notes.tried(turn.release(), close);
    if (isGreedy()) {
      write(turn, 1);
    }
  }

  private void write(Turn turn, int times) {
    for (int i = 0; i < times; i++) {
      guarded.ifPresent(writes -> writes.guardedWrite(turn.guard()));
    }
  }

  /** Looks who holds or leads, as anybody may. */
  void observe(String observer) {
    switch (random.nextInt(4)) {
      case 0 -> {
        TopoPath path = places.office();
        Supplier<Optional<LockInfo>> leader =
            () -> store.locks().election(path).leader().map(Leader::info);
        sees(observer, path, LockKind.QUEUE, leader);
      }
      case 1 -> looks(observer, places.exclusive(), LockKind.EXCLUSIVE);
      default -> looks(observer, places.lock(random), LockKind.QUEUE);
    }
  }

  private void looks(String observer, TopoPath path, LockKind kind) {
    sees(observer, path, kind, () -> store.locks().holder(path, kind));
  }

  private void sees(
      String observer, TopoPath path, LockKind kind, Supplier<Optional<LockInfo>> looking) {
    notes.saw(
        () ->
            new TopoCall.HolderSeen(observer, path, kind, looking.get().flatMap(LockInfo::token)));
  }

  /** What is recorded of one grant. */
  private record Turn(TopoPath path, LockKind kind, FencingToken token, Guard guard) {
    Call lost() {
      return new TopoCall.Lost(path, kind, token);
    }

    Call holds() {
      return new TopoCall.StillHolds(path, kind, token);
    }

    Call release() {
      return new TopoCall.Release(path, kind, token);
    }
  }
}
