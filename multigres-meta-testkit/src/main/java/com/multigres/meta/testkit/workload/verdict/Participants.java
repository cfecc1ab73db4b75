package com.multigres.meta.testkit.workload.verdict;

import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.workload.WorkloadPlan;
import java.util.HashSet;
import java.util.Set;

/**
 * Who took part in a workload, by the names that its plan gave them.
 *
 * @param clients how many
 * @param processes of how many processes
 */
record Participants(int clients, int processes) {

  static Participants of(WorkloadPlan plan, History history) {
    Set<String> clients = new HashSet<>();
    Set<String> processes = new HashSet<>();
    for (Operation operation : history.operations()) {
      // What a client follows it notes under a name of its own, behind a dot.
      String client = operation.client().split("\\.", 2)[0];
      if (clients.add(client)) {
        processes.add(plan.processOf(client));
      }
    }
    return new Participants(clients.size(), processes.size());
  }
}
