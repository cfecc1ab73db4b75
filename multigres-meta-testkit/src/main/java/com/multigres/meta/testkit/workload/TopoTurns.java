package com.multigres.meta.testkit.workload;

import com.multigres.meta.testkit.history.Call;
import com.multigres.meta.testkit.history.Result;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.lock.Election.Leader;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.Leadership;
import com.multigres.meta.topo.lock.LockInfo;
import com.multigres.meta.topo.lock.LockKind;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/**
 * What one client holds and leads: it writes under the guard, looks whether it still holds, and
 * ends.
 */
final class TopoTurns {
  private static final int WRITES = 3;

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
    TopoPath path = places.lock(random);
    boolean waits = random.nextBoolean();
    Optional<TopoLock> granted =
        notes.tried(
            new TopoCall.Acquire(path, LockKind.QUEUE),
            () -> waits ? store.locks().lock(path, options) : store.locks().tryLock(path, options),
            lock -> new Result.Granted(lock.token()));
    granted.ifPresent(this::hold);
    return granted.isPresent();
  }

  private void hold(TopoLock lock) {
    Calls calls = new Calls(lock.path(), lock.token());
    lock.onLost(() -> notes.log().told(calls.lost()));
    guarded.ifPresent(writes -> times(() -> writes.guardedWrite(lock.guard())));
    notes.tried(calls.holds(), lock::check);
    notes.tried(calls.release(), lock::close);
  }

  void lead(String candidate) {
    TopoPath path = places.office();
    notes
        .tried(
            new TopoCall.Acquire(path, LockKind.QUEUE),
            () -> store.locks().election(path).campaign(candidate, options),
            term -> new Result.Granted(term.token()))
        .ifPresent(term -> lead(path, term));
  }

  private void lead(TopoPath path, Leadership term) {
    Calls calls = new Calls(path, term.token());
    term.onLost(() -> notes.log().told(calls.lost()));
    guarded.ifPresent(writes -> times(() -> writes.guardedWrite(term.guard())));
    notes.tried(calls.holds(), term::check);
    notes.tried(calls.release(), term::close);
  }

  /** Looks who holds or leads, as anybody may. */
  void observe(String observer) {
    if (random.nextInt(3) == 0) {
      TopoPath path = places.office();
      sees(observer, path, () -> store.locks().election(path).leader().map(Leader::info));
    } else {
      TopoPath path = places.lock(random);
      sees(observer, path, () -> store.locks().holder(path, LockKind.QUEUE));
    }
  }

  private void sees(String observer, TopoPath path, Supplier<Optional<LockInfo>> looking) {
    notes.saw(
        () ->
            new TopoCall.HolderSeen(
                observer, path, LockKind.QUEUE, looking.get().flatMap(LockInfo::token)));
  }

  private void times(Runnable write) {
    for (int i = random.nextInt(WRITES); i >= 0; i--) {
      write.run();
    }
  }

  /** What is recorded of one grant. */
  private record Calls(TopoPath path, FencingToken token) {
    Call lost() {
      return new TopoCall.Lost(path, LockKind.QUEUE, token);
    }

    Call holds() {
      return new TopoCall.StillHolds(path, LockKind.QUEUE, token);
    }

    Call release() {
      return new TopoCall.Release(path, LockKind.QUEUE, token);
    }
  }
}
