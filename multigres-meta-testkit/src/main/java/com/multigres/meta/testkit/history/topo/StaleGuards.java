package com.multigres.meta.testkit.history.topo;

import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.testkit.history.Verdict;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.lock.Guard;
import java.util.List;
import java.util.Optional;

/**
 * That nothing was written under a guard whose lock had passed on before the write began, or had
 * been given up (rule T23). One that was going on meanwhile, or whose outcome is unknown, is judged
 * with the nodes.
 */
final class StaleGuards {
  private final GuardEnds ends;

  private StaleGuards(History history) {
    this.ends = new GuardEnds(history);
  }

  static Optional<Verdict> check(History history) {
    StaleGuards guards = new StaleGuards(history);
    return history.operations().stream().flatMap(one -> guards.check(one).stream()).findFirst();
  }

  private Optional<Verdict> check(Operation operation) {
    if (operation.isDone() && operation.call() instanceof TopoCall.Commit commit) {
      return commit.batch().conditions().stream()
          .filter(Batch.Condition.Holds.class::isInstance)
          .map(condition -> ((Batch.Condition.Holds) condition).guard())
          .flatMap(guard -> check(operation, guard).stream())
          .findFirst();
    }
    return Optional.empty();
  }

  private Optional<Verdict> check(Operation operation, Guard guard) {
    return ends.successor(guard)
        .filter(told -> told.returned() < operation.invoked())
        .map(told -> violated("after a larger one was granted", told, operation))
        .or(
            () ->
                ends.ownEnd(guard)
                    .filter(end -> end.returned() < operation.invoked())
                    .map(end -> violated("that was given up, or lost by force", end, operation)));
  }

  private static Verdict violated(String how, Operation end, Operation write) {
    return new Verdict.Violated(
        "T23", "a write was done under a token " + how, List.of(end, write));
  }
}
