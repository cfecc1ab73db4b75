package com.multigres.meta.testkit.history.topo;

import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.testkit.history.Verdict;
import com.multigres.meta.topo.Batch;
import java.util.List;
import java.util.Optional;

/**
 * That nothing was written under a guard whose lock had passed on before the write began (rule
 * T23). One that was going on meanwhile, or whose outcome is unknown, is judged with the nodes.
 */
final class StaleGuards {
  private StaleGuards() {}

  static Optional<Verdict> check(History history) {
    GuardEnds ends = new GuardEnds(history);
    for (Operation operation : history.operations()) {
      if (operation.isDone() && operation.call() instanceof TopoCall.Commit commit) {
        for (Batch.Condition condition : commit.batch().conditions()) {
          Operation successor =
              condition instanceof Batch.Condition.Holds holds
                  ? ends.successor(holds.guard())
                  : null;
          if (successor != null && successor.returned() < operation.invoked()) {
            return Optional.of(
                new Verdict.Violated(
                    "T23",
                    "a write was done under a token after a larger one was granted",
                    List.of(successor, operation)));
          }
        }
      }
    }
    return Optional.empty();
  }
}
