package com.multigres.meta.testkit.history;

import com.multigres.meta.topo.TopoPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

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

  /** One lie of a watch, if the history has any news. */
  History lieOfWatch(History history) {
    List<Operation> operations = new ArrayList<>(history.operations());
    List<Integer> news =
        IntStream.range(0, operations.size())
            .filter(i -> operations.get(i).call() instanceof TopoCall.Told)
            .boxed()
            .toList();
    if (news.isEmpty()) {
      return history;
    }
    int victim = news.get(random.nextInt(news.size()));
    int other = news.get(random.nextInt(news.size()));
    switch (random.nextInt(4)) {
      case 0 -> operations.add(victim, operations.get(victim));
      case 1 ->
          operations.set(victim, telling(operations.get(victim), news(operations.get(other))));
      case 2 -> {
        WatchNews first = news(operations.get(victim));
        operations.set(victim, telling(operations.get(victim), news(operations.get(other))));
        operations.set(other, telling(operations.get(other), first));
      }
      default -> {
        if (news(operations.get(victim)) instanceof WatchNews.Put put) {
          operations.set(
              victim, telling(operations.get(victim), new WatchNews.Deleted(put.node().path())));
        }
      }
    }
    return new History(operations);
  }

  private static WatchNews news(Operation operation) {
    return ((TopoCall.Told) operation.call()).news();
  }

  private static Operation telling(Operation operation, WatchNews news) {
    String stream = ((TopoCall.Told) operation.call()).stream();
    return new Operation(
        operation.client(),
        new TopoCall.Told(stream, news),
        operation.ending(),
        operation.invoked(),
        operation.returned());
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
