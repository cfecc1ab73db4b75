package com.multigres.meta.testkit.topo.broken;

import com.multigres.meta.memory.topo.MemoryTopoServer;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.broken.Defect;
import com.multigres.meta.testkit.broken.RecordingBrokenStores;
import com.multigres.meta.testkit.workload.Ledger;
import com.multigres.meta.testkit.workload.TopoWorkload;
import com.multigres.meta.testkit.workload.Workload;
import com.multigres.meta.testkit.workload.WorkloadPlan;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * {@code RecordingBrokenTopologies FOLDER} records a history of each topology that is broken in a
 * way which histories show in peace, and of a good one.
 */
public final class RecordingBrokenTopologies {
  private static final String PEACE = "whatClientsDidInPeaceIsOneHistory";

  private RecordingBrokenTopologies() {}

  /** Records all of them, and says where. */
  public static void main(String[] arguments) throws IOException {
    System.setProperty(Patience.PROPERTY, "1");
    RecordingBrokenStores recording = new RecordingBrokenStores(Path.of(arguments[0]));
    System.out.println(
        recording.record("a good topology", Set.of(), making(UnaryOperator.identity())));
    for (Defect<TopoStore> defect : TopoDefects.ofLeadersAndHistories()) {
      if (defect.tests().contains(PEACE) && defect.lacks().isEmpty()) {
        System.out.println(
            recording
                .record(defect.name(), defect.judgements(), making(defect.opening()))
                .map(Path::toString)
                .orElse("no small history shows that " + defect.name()));
      }
    }
    System.exit(0);
  }

  private static BiFunction<WorkloadPlan, Ledger, Workload> making(
      UnaryOperator<Function<String, TopoStore>> opening) {
    return (plan, ledger) -> {
      MemoryTopoServer server = MemoryTopoServer.named("recording-" + UUID.randomUUID());
      Function<String, TopoStore> opener = opening.apply(where -> TopoStores.open(server + where));
      List<TopoStore> stores =
          Stream.generate(() -> opener.apply("/here")).limit(plan.clients()).toList();
      return TopoWorkload.undisturbed(plan, stores, ledger, TopoPath.of("workload"));
    };
  }
}
