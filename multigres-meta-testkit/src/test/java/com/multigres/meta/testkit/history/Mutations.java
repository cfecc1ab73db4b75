package com.multigres.meta.testkit.history;

import com.multigres.meta.topo.TopoPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Lies put into a history, as a bad store would tell them; it may be explicable still. */
final class Mutations {
  private final Random random;

  Mutations(Random random) {
    this.random = random;
  }

  /** One lie, if the history has room for the kind that chance chose. */
  History lie(History history) {
    List<Operation> operations = new ArrayList<>(history.operations());
    int victim = random.nextInt(operations.size());
    Operation one = operations.get(victim);
    if (one.call() instanceof TopoCall.Watch) {
      // Nothing is said of the news of a watch that nobody opened.
      return history;
    }
    switch (random.nextInt(4)) {
      case 0 -> operations.remove(victim);
      case 1 -> operations.set(victim, with(one, another(operations, one)));
      case 2 -> operations.set(victim, with(one, otherwise(one.ending())));
      default -> operations.set(victim, with(one, opposite(one.ending())));
    }
    return new History(operations);
  }

  static Operation with(Operation operation, Ending ending) {
    return new Operation(
        operation.client(), operation.call(), ending, operation.invoked(), operation.returned());
  }

  /** The ending of another operation of the same call. */
  private Ending another(List<Operation> operations, Operation one) {
    Optional<TopoPath> path = path(one);
    List<Ending> others =
        operations.stream()
            .filter(other -> path.isPresent() && path(other).equals(path))
            .map(Operation::ending)
            .toList();
    return others.isEmpty() ? one.ending() : others.get(random.nextInt(others.size()));
  }

  private static Optional<TopoPath> path(Operation operation) {
    return operation.call() instanceof TopoCall.Get get
        ? Optional.of(get.path())
        : Optional.empty();
  }

  private static Ending opposite(Ending ending) {
    if (ending instanceof Ending.Unknown) {
      return Ending.failed("UNAVAILABLE");
    }
    return ending instanceof Ending.Failed ? new Ending.Unknown("TIMEOUT") : ending;
  }

  /** Refused for another reason, and perhaps without saying where. */
  private Ending otherwise(Ending ending) {
    if (ending instanceof Ending.Failed failed) {
      String code = List.of("NO_NODE", "NODE_EXISTS", "BAD_VERSION").get(random.nextInt(3));
      return new Ending.Failed(
          code, random.nextBoolean() ? failed.path() : Optional.empty(), failed.current());
    }
    return ending;
  }
}
