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
  private static final Set<String> REFUSALS = Set.of("NODE_EXISTS", "NO_NODE", "BAD_VERSION");

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
            requirements(commit.batch()).toList(),
            effects(commit.batch(), ending),
            Step.ALONE));
  }

  private Stream<Requirement> requirements(Batch batch) {
    return Stream.concat(
        batch.conditions().stream().flatMap(condition -> required(condition).stream()),
        batch.mutations().stream().flatMap(mutation -> required(mutation).stream()));
  }

  private Optional<Requirement> required(Batch.Condition condition) {
    int path = states.path(condition.path());
    if (condition instanceof Batch.Condition.Exists) {
      return Optional.of(Requirement.present(path));
    } else if (condition instanceof Batch.Condition.Missing) {
      return Optional.of(Requirement.absent(path));
    } else if (condition instanceof Batch.Condition.HasVersion has) {
      return Optional.of(Requirement.is(path, states.version(has.version())));
    }
    return Optional.empty();
  }

  private Optional<Requirement> required(Mutation mutation) {
    int path = states.path(mutation.path());
    if (mutation.expect() instanceof Expect.Absent) {
      return Optional.of(Requirement.absent(path));
    } else if (mutation.expect() instanceof Expect.AtVersion at) {
      return Optional.of(Requirement.is(path, states.version(at.version())));
    }
    return mutation instanceof Mutation.Delete
        ? Optional.of(Requirement.present(path))
        : Optional.empty();
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

  /** That a condition was refused says that it did not hold, where it is certain which one. */
  private Optional<Step> refused(Operation operation, Batch batch, Ending.Failed failed) {
    List<Requirement> all = requirements(batch).distinct().toList();
    boolean single = batch.mutations().size() + batch.conditions().size() == 1;
    List<Requirement> blamed =
        all.stream()
            .filter(
                one -> single || failed.path().map(states::path).equals(Optional.of(one.path())))
            .toList();
    if (!REFUSALS.contains(failed.code()) || blamed.size() != 1) {
      return Optional.empty();
    }
    return Optional.of(Step.read(operation, List.of(blamed.get(0).negated())));
  }
}
