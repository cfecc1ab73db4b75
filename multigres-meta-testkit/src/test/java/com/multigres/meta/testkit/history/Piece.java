package com.multigres.meta.testkit.history;

import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.TopoPath;
import java.util.Optional;

/** An operation, or what it says of one path; news of a watch come one after the other. */
record Piece(
    Operation operation,
    Optional<Seen> onlyThis,
    Optional<TopoPath> onlyAt,
    long earliest,
    String watch) {
  Piece(Operation operation, Optional<Seen> onlyThis, Optional<TopoPath> onlyAt) {
    this(operation, onlyThis, onlyAt, operation.invoked(), "");
  }

  /** The same of a store whose reads may show what was. */
  Piece atAnyMomentBefore() {
    boolean reads =
        operation.call() instanceof TopoCall.Get || operation.call() instanceof TopoCall.ListBelow;
    return reads ? new Piece(operation, onlyThis, onlyAt, Long.MIN_VALUE, watch) : this;
  }

  /** Whether another piece of news about the same path was told before. */
  boolean comesBefore(Piece other) {
    return !watch.isEmpty() && watch.equals(other.watch) && onlyAt.equals(other.onlyAt);
  }

  /** After its guard's lock was granted to another it has no effect any more. */
  long latest(History history) {
    long latest = operation.returned();
    if (operation.call() instanceof TopoCall.Commit commit) {
      latest = mustHappen() ? latest : Operation.NEVER;
      for (Batch.Condition condition : commit.batch().conditions()) {
        if (condition instanceof Batch.Condition.Holds holds
            && !(operation.ending() instanceof Ending.Failed)) {
          latest = Math.min(latest, passedOn(history, holds.guard().token().number()));
        }
      }
    }
    return latest;
  }

  private static long passedOn(History history, long token) {
    long passed = Operation.NEVER;
    for (Operation one : history.operations()) {
      if (one.ending() instanceof Ending.Done done
          && done.result() instanceof Result.Granted grant
          && grant.token().number() > token) {
        passed = Math.min(passed, one.returned());
      }
    }
    return passed;
  }

  boolean mustHappen() {
    return !(operation.ending() instanceof Ending.Unknown);
  }
}
