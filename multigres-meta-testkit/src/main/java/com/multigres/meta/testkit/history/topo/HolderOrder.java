package com.multigres.meta.testkit.history.topo;

import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.testkit.history.Verdict;
import com.multigres.meta.testkit.history.topo.Lock.Holding;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.lock.FencingToken;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * That no observer was told of a holder after its successor, nor of one whose successor had been
 * told of its grant before the observer looked (rules T26 and T27). Where reads may lag, only those
 * who follow are promised an order, and who looks is promised nothing.
 */
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

  /** For each life of a lock, the operations that told of a grant, by the grant's number. */
  private final Map<Lock.Life, NavigableMap<Long, Operation>> grants = new HashMap<>();

  private final boolean looksAreSeen;

  private HolderOrder(History history) {
    looksAreSeen = ReadsPromise.isLinearizable(history);
  }

  static Optional<Verdict> check(History history) {
    HolderOrder order = new HolderOrder(history);
    history.operations().forEach(order::collect);
    return history.operations().stream().flatMap(one -> order.add(one).stream()).findFirst();
  }

  private void collect(Operation operation) {
    Holding.granted(operation)
        .ifPresent(
            holding ->
                grants
                    .computeIfAbsent(holding.life(), life -> new TreeMap<>())
                    .put(holding.number(), operation));
  }

  private Optional<Verdict> add(Operation operation) {
    if (operation.call() instanceof TopoCall.HolderSeen seen && looksAreSeen) {
      return seen.token().flatMap(token -> seen(operation, seen, token));
    } else if (operation.call() instanceof TopoCall.HolderTold told) {
      return told.token()
          .map(token -> Holding.of(told.path(), told.kind(), token))
          .flatMap(holding -> inOrder(told.stream(), sight(operation, holding)));
    }
    return Optional.empty();
  }

  private Optional<Verdict> seen(
      Operation operation, TopoCall.HolderSeen seen, FencingToken token) {
    Sight now = sight(operation, Holding.of(seen.path(), seen.kind(), token));
    return inOrder(seen.stream(), now).or(() -> seenStill(seen.path(), now));
  }

  private static Sight sight(Operation operation, Holding holding) {
    return new Sight(operation, holding.life(), holding.number());
  }

  private Optional<Verdict> inOrder(String stream, Sight now) {
    Lock lock = now.life().lock();
    return observed
        .computeIfAbsent(new Observed(stream, lock), first -> new Sights(now))
        .laterThan(now)
        .map(
            before ->
                violated(
                    "T27",
                    "an observer of " + lock.path() + " was told of a holder after its successor",
                    before,
                    now.operation()));
  }

  /** Whoever looks after a later grant was told must not be told of the earlier one. */
  private Optional<Verdict> seenStill(TopoPath path, Sight sight) {
    return grantedBefore(sight)
        .map(
            grant ->
                violated(
                    "T26",
                    "a holder of " + path + " was seen still after a later grant was told",
                    grant,
                    sight.operation()));
  }

  private static Verdict violated(String rule, String why, Operation before, Operation now) {
    return new Verdict.Violated(rule, why, List.of(before, now));
  }

  /** What told of a later grant before the look began. */
  private Optional<Operation> grantedBefore(Sight sight) {
    return grants
        .getOrDefault(sight.life(), Collections.emptyNavigableMap())
        .tailMap(sight.number(), false)
        .values()
        .stream()
        .filter(grant -> grant.returned() < sight.operation().invoked())
        .findFirst();
  }
}
