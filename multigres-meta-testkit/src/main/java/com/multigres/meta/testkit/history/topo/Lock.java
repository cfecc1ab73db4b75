package com.multigres.meta.testkit.history.topo;

import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.Result;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.LockKind;
import java.util.Optional;

/** A lock, in whatever life of its store: in each it has one holder at a time. */
record Lock(TopoPath path, LockKind kind) {

  /** A lock in one life of its store: within it, tokens have an order. */
  record Life(Lock lock, String incarnation) {}

  /** What one grant gave. */
  record Holding(Life life, long number) {
    static Holding of(TopoPath path, LockKind kind, FencingToken token) {
      return new Holding(Lock.life(path, kind, token), token.number());
    }

    /** Whether another one came later in the same life; of two lives nobody knows. */
    boolean isBefore(Holding other) {
      return life.equals(other.life) && number < other.number;
    }

    /** What an operation was granted, if it was. */
    static Optional<Holding> granted(Operation operation) {
      return operation.call() instanceof TopoCall.Acquire acquire
              && operation.ending() instanceof Ending.Done done
              && done.result() instanceof Result.Granted granted
          ? Optional.of(of(acquire.path(), acquire.kind(), granted.token()))
          : Optional.empty();
    }
  }

  static Life life(TopoPath path, LockKind kind, FencingToken token) {
    return new Life(new Lock(path, kind), token.backend() + ":" + token.incarnation());
  }
}
