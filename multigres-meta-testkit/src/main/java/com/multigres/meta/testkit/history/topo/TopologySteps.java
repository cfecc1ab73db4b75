package com.multigres.meta.testkit.history.topo;

import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.Seen;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.testkit.history.search.Effect;
import com.multigres.meta.testkit.history.search.Requirement;
import com.multigres.meta.testkit.history.search.State;
import com.multigres.meta.testkit.history.search.Step;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A topology's history as steps: what clients did to nodes, and what watches told of them. */
final class TopologySteps {
  private final States states = new States();
  private final CommitSteps commits;
  private final ReadSteps reads;
  private final List<Step> operations = new ArrayList<>();
  private final List<Step> watches;

  TopologySteps(History history) {
    commits = new CommitSteps(states, new GuardEnds(history));
    // Writers first, then what was seen, then what was only named: so each version's bytes are
    // its writer's, and every path is known before a list says which are absent.
    history.operations().forEach(this::enterWritten);
    history.operations().forEach(this::enterSeen);
    history.operations().forEach(this::enterNamed);
    history.operations().forEach(this::addWritten);
    Map<Integer, Long> soonest = soonest();
    reads =
        ReadsPromise.isLinearizable(history)
            ? new ReadSteps(states)
            : ReadSteps.lagging(states, soonest);
    history.operations().forEach(this::addSeen);
    watches = WatchSteps.of(history, states, soonest);
  }

  private void enterWritten(Operation operation) {
    if (operation.call() instanceof TopoCall.Commit commit) {
      commits.enter(operation, commit);
    }
  }

  private void enterSeen(Operation operation) {
    for (Seen seen : ReadSteps.nodes(operation)) {
      states.path(seen.path());
      states.node(seen.path(), seen.value(), seen.version());
    }
    if (operation.call() instanceof TopoCall.Told told) {
      WatchSteps.enter(told.news(), states);
    } else if (operation.call() instanceof TopoCall.Watch watch && !watch.path().isRoot()) {
      states.path(watch.path());
    } else if (operation.call() instanceof TopoCall.SessionClosed closed) {
      states.path(closed.path());
    }
  }

  private void enterNamed(Operation operation) {
    if (operation.call() instanceof TopoCall.Commit commit) {
      for (Mutation mutation : commit.batch().mutations()) {
        if (mutation.expect() instanceof Expect.AtVersion at) {
          states.version(at.version());
        }
      }
      for (Batch.Condition condition : commit.batch().conditions()) {
        if (condition instanceof Batch.Condition.HasVersion has) {
          states.version(has.version());
        }
      }
    }
  }

  private void addWritten(Operation operation) {
    if (operation.call() instanceof TopoCall.Commit commit) {
      commits.of(operation, commit).ifPresent(operations::add);
    }
  }

  private void addSeen(Operation operation) {
    if (operation.isDone() && operation.call() instanceof TopoCall.Get get) {
      operations.addAll(reads.of(operation, get));
    } else if (operation.isDone() && operation.call() instanceof TopoCall.ListBelow list) {
      operations.addAll(reads.of(operation, list));
    } else if (operation.isDone() && operation.call() instanceof TopoCall.SessionClosed closed) {
      Requirement gone = Requirement.absent(states.path(closed.path()));
      operations.add(Step.read(operation, List.of(gone)));
    }
  }

  /** For each version, before when it cannot have been written. */
  private Map<Integer, Long> soonest() {
    Map<Integer, Long> soonest = new HashMap<>();
    for (Step step : operations) {
      for (Effect effect : step.effects()) {
        if (effect.state() > State.UNSEEN) {
          soonest.merge(effect.state(), step.earliest(), Math::min);
        }
        effect.choices().forEach(state -> soonest.merge(state, step.earliest(), Math::min));
      }
    }
    return soonest;
  }

  States states() {
    return states;
  }

  /** What clients did. */
  List<Step> operations() {
    return operations;
  }

  /** What watches told. */
  List<Step> watches() {
    return watches;
  }
}
