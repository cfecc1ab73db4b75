package com.multigres.meta.testkit.history.topo;

import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.Result;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.testkit.history.Verdict;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * That every write was told a version for each node that it put and for no other (rule T7), and no
 * two that the same one is theirs (rule T8).
 */
final class ClaimedVersions {
  private ClaimedVersions() {}

  static Optional<Verdict> check(History history) {
    Map<Version, Operation> owners = new HashMap<>();
    for (Operation operation : history.operations()) {
      if (operation.call() instanceof TopoCall.Commit commit) {
        if (!isComplete(operation.ending(), commit.batch())) {
          return Optional.of(
              new Verdict.Violated(
                  "T7",
                  "a write was not told a version for each node that it put, and for no other",
                  List.of(operation)));
        }
        for (Mutation mutation : commit.batch().mutations()) {
          Optional<Version> version = CommitSteps.version(operation.ending(), mutation.path());
          Operation owner = version.map(one -> owners.put(one, operation)).orElse(null);
          if (owner != null) {
            return Optional.of(
                new Verdict.Violated(
                    "T8",
                    "two writes were told the same version, " + version.get().toString(),
                    List.of(owner, operation)));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isComplete(Ending ending, Batch batch) {
    if (ending instanceof Ending.Done done && done.result() instanceof Result.Written written) {
      Set<TopoPath> put =
          batch.mutations().stream()
              .filter(Mutation.Put.class::isInstance)
              .map(Mutation::path)
              .collect(Collectors.toSet());
      return written.versions().keySet().equals(put);
    }
    return true;
  }
}
