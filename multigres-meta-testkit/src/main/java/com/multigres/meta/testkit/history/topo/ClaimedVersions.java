package com.multigres.meta.testkit.history.topo;

import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.testkit.history.Verdict;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** That no two writes were told that the same version is theirs (rule T8). */
final class ClaimedVersions {
  private ClaimedVersions() {}

  static Optional<Verdict> check(History history) {
    Map<Version, Operation> owners = new HashMap<>();
    for (Operation operation : history.operations()) {
      if (operation.call() instanceof TopoCall.Commit commit) {
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
}
