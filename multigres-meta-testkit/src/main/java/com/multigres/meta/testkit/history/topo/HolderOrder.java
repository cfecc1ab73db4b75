package com.multigres.meta.testkit.history.topo;

import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.testkit.history.Verdict;
import com.multigres.meta.topo.lock.FencingToken;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** That no observer was told of a holder after its successor (rule T27). */
final class HolderOrder {
  private record Observed(String stream, Lock lock) {}

  private record Sight(Operation operation, long number) {}

  private HolderOrder() {}

  static Optional<Verdict> check(History history) {
    Map<Observed, Sight> last = new HashMap<>();
    for (Operation operation : history.operations()) {
      if (operation.call() instanceof TopoCall.HolderSeen seen && seen.token().isPresent()) {
        FencingToken token = seen.token().get();
        Lock lock = Lock.of(seen.path(), seen.kind(), token);
        Sight before =
            last.put(new Observed(seen.stream(), lock), new Sight(operation, token.number()));
        if (before != null && before.number() > token.number()) {
          return Optional.of(
              new Verdict.Violated(
                  "T27",
                  "an observer of " + seen.path() + " was told of a holder after its successor",
                  List.of(before.operation(), operation)));
        }
      }
    }
    return Optional.empty();
  }
}
