package com.multigres.meta.testkit.history.topo;

import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.testkit.history.Verdict;
import com.multigres.meta.testkit.history.topo.Lock.Holding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * That a thief was not told of its grant before its victim had the time to clean up (rule T22).
 * That is certain only where nothing but the theft can have ended what the victim held: it did not
 * release it, was told of no loss before, nobody else stole or ended sessions meanwhile, and not
 * even half its time to live was over, before which no holder gives up by its own clock.
 */
final class Graces {
  private final Map<Lock.Life, NavigableMap<Long, Operation>> grants = new HashMap<>();
  private final Map<Holding, Operation> ends = new HashMap<>();
  private final List<Operation> forces = new ArrayList<>();

  private Graces(History history) {
    history.operations().forEach(this::collect);
  }

  static Optional<Verdict> check(History history) {
    Graces graces = new Graces(history);
    return graces.forces.stream().flatMap(force -> graces.check(force).stream()).findFirst();
  }

  private void collect(Operation operation) {
    if (operation.call() instanceof TopoCall.Acquire acquire) {
      Holding.granted(operation)
          .ifPresent(
              holding ->
                  grants
                      .computeIfAbsent(holding.life(), life -> new TreeMap<>())
                      .put(holding.number(), operation));
      acquire.theft().ifPresent(theft -> forces.add(operation));
    } else if (operation.call() instanceof TopoCall.SessionsEnded) {
      forces.add(operation);
    } else if (operation.call() instanceof TopoCall.Release release) {
      end(Holding.of(release.path(), release.kind(), release.token()), operation);
    } else if (operation.call() instanceof TopoCall.Lost lost) {
      end(Holding.of(lost.path(), lost.kind(), lost.token()), operation);
    }
  }

  private void end(Holding holding, Operation operation) {
    ends.merge(holding, operation, (one, two) -> one.invoked() <= two.invoked() ? one : two);
  }

  private Optional<Verdict> check(Operation thief) {
    if (!(thief.call() instanceof TopoCall.Acquire acquire) || acquire.theft().isEmpty()) {
      return Optional.empty();
    }
    TopoCall.Theft theft = acquire.theft().get();
    return Holding.granted(thief)
        .filter(got -> thief.returned() - thief.invoked() < theft.grace().toNanos())
        .flatMap(got -> victim(got, thief, theft))
        .map(
            victim ->
                new Verdict.Violated(
                    "T22",
                    "a thief had the lock before the time was over that its holder gets",
                    List.of(victim, thief)));
  }

  /** Who held it when the thief came, and could not have lost it but to the thief. */
  private Optional<Operation> victim(Holding got, Operation thief, TopoCall.Theft theft) {
    return Optional.ofNullable(grants.get(got.life()))
        .map(all -> all.lowerEntry(got.number()))
        .map(Map.Entry::getValue)
        .filter(victim -> victim.returned() < thief.invoked())
        .filter(victim -> thief.returned() - victim.invoked() < theft.believed().toNanos() / 2)
        .filter(victim -> heldUntilThen(victim, thief))
        .filter(victim -> !isForcedByOthers(victim, thief));
  }

  /** What a victim is told of its loss while the thief asks is what the thief does. */
  private boolean heldUntilThen(Operation victim, Operation thief) {
    Optional<Operation> end = Holding.granted(victim).map(ends::get);
    return end.filter(
            one ->
                one.invoked()
                    <= (one.call() instanceof TopoCall.Lost ? thief.invoked() : thief.returned()))
        .isEmpty();
  }

  private boolean isForcedByOthers(Operation victim, Operation thief) {
    return forces.stream()
        .filter(force -> !force.equals(thief) && !force.equals(victim))
        .anyMatch(
            force -> force.returned() >= victim.invoked() && force.invoked() <= thief.returned());
  }
}
