package com.multigres.meta.testkit.history.topo;

import com.google.protobuf.ByteString;
import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.Result;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.testkit.history.search.Effect;
import com.multigres.meta.testkit.history.search.Requirement;
import com.multigres.meta.testkit.history.search.Step;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What writes and batches require and leave. */
final class CommitSteps {
  private static final String NODE_EXISTS = "NODE_EXISTS";
  private static final String NO_NODE = "NO_NODE";
  private static final String BAD_VERSION = "BAD_VERSION";
  private static final Set<String> REFUSALS = Set.of(NODE_EXISTS, NO_NODE, BAD_VERSION);

  private final States states;
  private final GuardEnds guards;
  private final Set<Version> written = new HashSet<>();
  private final Map<Integer, List<States.Standing>> unclaimed = new HashMap<>();

  CommitSteps(States states, GuardEnds guards) {
    this.states = states;
    this.guards = guards;
  }

  /** Learns which versions are known to be some write's own; before any step is made. */
  void enter(Operation operation, TopoCall.Commit commit) {
    for (Mutation mutation : commit.batch().mutations()) {
      states.path(mutation.path());
      if (mutation instanceof Mutation.Put put) {
        version(operation.ending(), put.path())
            .ifPresent(
                version -> {
                  written.add(version);
                  states.node(put.path(), put.value(), version);
                });
      }
    }
    commit.batch().conditions().forEach(condition -> states.path(condition.path()));
  }

  /** The step, if the operation says anything. */
  Optional<Step> of(Operation operation, TopoCall.Commit commit) {
    Ending ending = operation.ending();
    if (ending instanceof Ending.Failed failed) {
      return refused(operation, commit.batch(), failed);
    }
    boolean done = ending instanceof Ending.Done;
    long end = guards.of(commit.batch());
    if (end < operation.invoked() && !done) {
      return Optional.empty();
    }
    // One that was done too late is for the rules of locks to tell.
    end = Math.max(end, operation.invoked());
    return Optional.of(
        new Step(
            operation,
            !done,
            operation.invoked(),
            done ? Math.min(end, operation.returned()) : end,
            requirements(commit.batch()),
            effects(commit.batch(), ending),
            Step.ALONE));
  }

  private List<Requirement> requirements(Batch batch) {
    return conditions(batch).map(this::required).toList();
  }

  /** All that had to hold but the guards. */
  private static Stream<Condition> conditions(Batch batch) {
    return Stream.concat(
        batch.conditions().stream().flatMap(one -> Condition.of(one).stream()),
        batch.mutations().stream().flatMap(one -> Condition.of(one).stream()));
  }

  private Requirement required(Condition condition) {
    int path = states.path(condition.path);
    if (condition.expect instanceof Expect.Absent) {
      return Requirement.absent(path);
    }
    return condition.expect instanceof Expect.AtVersion at
        ? Requirement.is(path, states.version(at.version()))
        : Requirement.present(path);
  }

  private List<Effect> effects(Batch batch, Ending ending) {
    List<Effect> effects = new ArrayList<>();
    for (Mutation mutation : batch.mutations()) {
      int path = states.path(mutation.path());
      if (mutation instanceof Mutation.Put put) {
        Optional<Version> version = version(ending, put.path());
        effects.add(
            version
                .map(known -> Effect.known(path, states.node(put.path(), put.value(), known)))
                .orElseGet(() -> Effect.oneOf(path, possible(path, put.value()))));
      } else {
        effects.add(Effect.gone(path));
      }
    }
    return effects;
  }

  static Optional<Version> version(Ending ending, TopoPath path) {
    return ending instanceof Ending.Done done && done.result() instanceof Result.Written written
        ? Optional.ofNullable(written.versions().get(path))
        : Optional.empty();
  }

  /** The versions that a write whose reply is not known may have had: nobody else's. */
  private List<Integer> possible(int path, ByteString value) {
    return unclaimed.computeIfAbsent(path, this::unclaimedAt).stream()
        .filter(standing -> standing.value().map(value::equals).orElse(true))
        .map(States.Standing::state)
        .toList();
  }

  private List<States.Standing> unclaimedAt(int path) {
    return states.versionsAt(path).stream()
        .filter(standing -> !written.contains(standing.version()))
        .toList();
  }

  /**
   * That a condition was refused says how things stood instead, where it is certain which one. A
   * refusal that no condition of the batch can have had is explained by nothing.
   */
  private Optional<Step> refused(Operation operation, Batch batch, Ending.Failed failed) {
    if (!REFUSALS.contains(failed.code())) {
      return Optional.empty();
    }
    List<List<Requirement>> reasons = reasons(batch, failed);
    if (reasons.size() > 1) {
      return Optional.empty();
    }
    return Optional.of(
        Step.read(
            operation,
            reasons.isEmpty()
                ? List.of(Requirement.is(states.path(anyPath(batch)), states.unheard()))
                : reasons.get(0)));
  }

  private static TopoPath anyPath(Batch batch) {
    return batch.mutations().isEmpty()
        ? batch.conditions().get(0).path()
        : batch.mutations().get(0).path();
  }

  /** How things may have stood, by each condition that the error can be about. */
  private List<List<Requirement>> reasons(Batch batch, Ending.Failed failed) {
    boolean single = batch.mutations().size() + batch.conditions().size() == 1;
    return conditions(batch)
        .filter(one -> single || failed.path().isEmpty() || failed.path().get().equals(one.path))
        .map(one -> instead(one, failed.code()))
        .filter(instead -> !instead.isEmpty())
        .distinct()
        .toList();
  }

  private List<Requirement> instead(Condition condition, String code) {
    int path = states.path(condition.path);
    if (condition.expect instanceof Expect.Absent) {
      return code.equals(NODE_EXISTS) ? List.of(Requirement.present(path)) : List.of();
    } else if (code.equals(NO_NODE)) {
      return List.of(Requirement.absent(path));
    }
    return code.equals(BAD_VERSION) && condition.expect instanceof Expect.AtVersion at
        ? List.of(Requirement.present(path), Requirement.isNot(path, states.version(at.version())))
        : List.of();
  }

  /** What had to stand at a path; any node where anything may. */
  private record Condition(TopoPath path, Expect expect) {

    static Optional<Condition> of(Batch.Condition condition) {
      if (condition instanceof Batch.Condition.Missing) {
        return Optional.of(new Condition(condition.path(), Expect.absent()));
      } else if (condition instanceof Batch.Condition.HasVersion has) {
        return Optional.of(new Condition(condition.path(), Expect.version(has.version())));
      }
      return condition instanceof Batch.Condition.Exists
          ? Optional.of(new Condition(condition.path(), Expect.any()))
          : Optional.empty();
    }

    static Optional<Condition> of(Mutation mutation) {
      boolean unconditional =
          mutation instanceof Mutation.Put && mutation.expect() instanceof Expect.Any;
      return unconditional
          ? Optional.empty()
          : Optional.of(new Condition(mutation.path(), mutation.expect()));
    }
  }
}
