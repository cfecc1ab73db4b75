package com.multigres.meta.testkit.history.topo;

import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.testkit.history.Verdict;
import com.multigres.meta.topo.lock.FencingToken;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** That no observer was told of a holder after its successor (rule T27). */
final class HolderOrder {
  private final Map<Observed, Sights> observed = new HashMap<>();

  private record Observed(String stream, Lock lock) {}

  private record Sight(Operation operation, Lock.Life life, long number) {

    /** Lives of a store have no numbers, and none of them comes back. */
    private boolean isBefore(Sight last, Set<Lock.Life> passed) {
      return life.equals(last.life) ? number < last.number : passed.contains(life);
    }
  }

  private static final class Sights {
    private final Set<Lock.Life> passed = new HashSet<>();
    private Sight last;

    private Sights(Sight first) {
      this.last = first;
    }

    private Optional<Operation> laterThan(Sight now) {
      Sight before = last;
      boolean old = now.isBefore(before, passed);
      if (!now.life().equals(before.life())) {
        passed.add(before.life());
      }
      last = now;
      return old ? Optional.of(before.operation()) : Optional.empty();
    }
  }

  private HolderOrder() {}

  static Optional<Verdict> check(History history) {
    HolderOrder order = new HolderOrder();
    return history.operations().stream().flatMap(one -> order.add(one).stream()).findFirst();
  }

  private Optional<Verdict> add(Operation operation) {
    if (!(operation.call() instanceof TopoCall.HolderSeen seen) || seen.token().isEmpty()) {
      return Optional.empty();
    }
    FencingToken token = seen.token().get();
    Lock.Life life = Lock.life(seen.path(), seen.kind(), token);
    Sight now = new Sight(operation, life, token.number());
    return observed
        .computeIfAbsent(new Observed(seen.stream(), life.lock()), first -> new Sights(now))
        .laterThan(now)
        .map(
            before ->
                new Verdict.Violated(
                    "T27",
                    "an observer of " + seen.path() + " was told of a holder after its successor",
                    List.of(before, operation)));
  }
}
