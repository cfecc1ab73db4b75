package com.multigres.meta.testkit.history.topo;

import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.Result;
import com.multigres.meta.testkit.history.Seen;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.testkit.history.search.Requirement;
import com.multigres.meta.testkit.history.search.Step;
import com.multigres.meta.topo.TopoPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What reads and lists require: that things stood so at a moment of theirs, or, of a store whose
 * reads may lag, at any moment before their end.
 */
final class ReadSteps {
  private final States states;
  private final boolean lagging;
  private final Map<Integer, Long> soonest;
  private final Map<TopoPath, List<Integer>> below = new HashMap<>();

  private ReadSteps(States states, boolean lagging, Map<Integer, Long> soonest) {
    this.states = states;
    this.lagging = lagging;
    this.soonest = soonest;
  }

  /** Of a store whose reads are linearizable. */
  ReadSteps(States states) {
    this(states, false, Map.of());
  }

  /**
   * Of a store whose reads may show the past.
   *
   * @param soonest for each version, before when it cannot have been written
   */
  static ReadSteps lagging(States states, Map<Integer, Long> soonest) {
    return new ReadSteps(states, true, soonest);
  }

  /** Every known path below a directory. */
  List<Integer> below(TopoPath directory) {
    return below.computeIfAbsent(
        directory,
        of ->
            IntStream.range(0, states.paths())
                .filter(path -> states.pathName(path).isBelow(of))
                .boxed()
                .toList());
  }

  static List<Seen> nodes(Operation operation) {
    return operation.ending() instanceof Ending.Done done
            && done.result() instanceof Result.Nodes nodes
        ? nodes.nodes()
        : List.of();
  }

  List<Step> of(Operation operation, TopoCall.Get get) {
    return List.of(step(operation, required(operation, List.of(states.path(get.path())))));
  }

  /** One step where the list is of one moment, else one for each path. */
  List<Step> of(Operation operation, TopoCall.ListBelow list) {
    List<Requirement> required = required(operation, below(list.directory()));
    return list.snapshot()
        ? List.of(step(operation, required))
        : required.stream().map(one -> step(operation, List.of(one))).toList();
  }

  private Step step(Operation operation, List<Requirement> required) {
    if (!lagging) {
      return Step.read(operation, required);
    }
    long earliest = Long.MIN_VALUE;
    for (Requirement one : required) {
      earliest = Math.max(earliest, soonest.getOrDefault(one.state(), Long.MIN_VALUE));
    }
    // What was seen before anybody wrote it could be placed at no moment of its own.
    earliest = Math.min(earliest, operation.returned());
    long latest = operation.returned();
    return new Step(operation, false, earliest, latest, required, List.of(), Step.ALONE);
  }

  private List<Requirement> required(Operation operation, List<Integer> paths) {
    List<Requirement> required = new ArrayList<>();
    Map<Integer, Integer> found = new HashMap<>();
    for (Seen seen : nodes(operation)) {
      int path = states.path(seen.path());
      int state = states.node(seen.path(), seen.value(), seen.version());
      found.put(path, state);
      required.add(Requirement.is(path, state));
    }
    for (int path : paths) {
      if (!found.containsKey(path)) {
        required.add(Requirement.absent(path));
      }
    }
    return required;
  }
}
