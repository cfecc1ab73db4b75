package com.multigres.meta.testkit.history.topo;

import com.multigres.meta.testkit.history.Call;
import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.Seen;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.testkit.history.Verdict;
import com.multigres.meta.testkit.history.WatchNews;
import com.multigres.meta.testkit.history.search.Effect;
import com.multigres.meta.testkit.history.search.Requirement;
import com.multigres.meta.testkit.history.search.State;
import com.multigres.meta.testkit.history.search.Step;
import com.multigres.meta.topo.Mutation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in words what is wrong with steps that cannot be explained. */
final class Explanation {
  private final History history;
  private final TopologySteps all;

  Explanation(History history, TopologySteps all) {
    this.history = history;
    this.all = all;
  }

  Verdict.Violated of(List<Step> steps) {
    List<Operation> operations = operations(steps);
    Operation odd =
        steps.stream()
            .filter(step -> !step.optional())
            .max(
                Comparator.comparing((Step step) -> step.chain() != Step.ALONE)
                    .thenComparing(step -> !step.mutates())
                    .thenComparing(Step::earliest))
            .orElseThrow()
            .origin();
    Optional<Operation> told = operations.size() == 1 ? writeOf(odd) : Optional.empty();
    if (told.isPresent()) {
      return new Verdict.Violated(
          "T11",
          told.get().isDone()
              ? "what " + odd + " saw was applied twice: its writer was told another version"
              : "what " + odd + " saw was never applied, as its writer was told",
          List.of(told.get(), odd));
    }
    String paths =
        steps.stream()
            .flatMap(step -> step.paths().stream())
            .distinct()
            .map(path -> all.states().pathName(path).toString())
            .collect(Collectors.joining(", "));
    String why =
        operations.size() == 1
            ? "nobody wrote what " + odd + " saw or needed"
            : "no order of these "
                + operations.size()
                + " operations on "
                + paths
                + " explains that "
                + odd;
    boolean closed =
        operations.stream().anyMatch(one -> one.call() instanceof TopoCall.SessionClosed);
    return new Verdict.Violated(closed ? "T19" : rule(odd), why, operations);
  }

  /** The steps' operations, and who wrote only later what some of them knew. */
  private List<Operation> operations(List<Step> steps) {
    Map<Integer, Long> knownAt = new HashMap<>();
    for (Step step : steps) {
      for (Requirement needed : step.requires()) {
        knownAt.merge(needed.state(), step.latest(), Math::min);
      }
    }
    Stream<Step> later =
        all.operations().stream()
            .filter(
                step ->
                    step.effects().stream()
                        .map(Effect::state)
                        .filter(state -> state > State.UNSEEN)
                        .map(state -> knownAt.getOrDefault(state, Long.MAX_VALUE))
                        .anyMatch(known -> known < step.earliest()));
    return Stream.concat(steps.stream(), later)
        .map(Step::origin)
        .distinct()
        .sorted(Comparator.comparingLong(Operation::invoked))
        .toList();
  }

  /** The write of what an operation saw, which was told that it was not applied, or otherwise. */
  private Optional<Operation> writeOf(Operation odd) {
    List<Seen> seen = new ArrayList<>(ReadSteps.nodes(odd));
    if (odd.call() instanceof TopoCall.Told told && told.news() instanceof WatchNews.Put put) {
      seen.add(put.node());
    }
    // Of what may have been applied under any version nobody was told otherwise.
    return history.operations().stream()
        .filter(operation -> !(operation.ending() instanceof Ending.Unknown))
        .filter(operation -> seen.stream().anyMatch(node -> isOtherwise(operation, node)))
        .findFirst();
  }

  private static boolean isOtherwise(Operation operation, Seen node) {
    return writes(operation, node)
        && !CommitSteps.version(operation.ending(), node.path())
            .equals(Optional.of(node.version()));
  }

  private static boolean writes(Operation operation, Seen node) {
    return operation.call() instanceof TopoCall.Commit commit
        && commit.batch().mutations().stream()
            .anyMatch(
                mutation ->
                    mutation instanceof Mutation.Put put
                        && put.path().equals(node.path())
                        && put.value().equals(node.value()));
  }

  private String rule(Operation odd) {
    Call call = odd.call();
    if (call instanceof TopoCall.Get) {
      return "T5";
    } else if (call instanceof TopoCall.ListBelow list) {
      return list.snapshot() ? "T6" : "T5";
    } else if (call instanceof TopoCall.Commit commit) {
      return commit.batch().mutations().size() > 1 ? "T10" : "T7";
    }
    return call instanceof Call.Settled settled && isResumed(settled.stream()) ? "T14" : "T13";
  }

  /** Then it is what came before it began that it did not tell. */
  private boolean isResumed(String stream) {
    return history.operations().stream()
        .anyMatch(
            one ->
                one.call() instanceof TopoCall.Watch watch
                    && watch.resumed()
                    && watch.stream().equals(stream));
  }
}
