package com.multigres.meta.cli.cluster;

import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.cluster.ClusterDestroyer;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.cells.Cells;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cluster destroy}. */
@Command(
    name = "destroy",
    description =
        "Remove a cluster's entries from the topology; the catalog and the data stay. Refused while"
            + " components are registered.")
final class DestroyCluster implements Callable<Integer> {
  private final Context context;

  @Option(
      names = "--force",
      description = "Although components are registered, or cells cannot be asked.")
  private boolean force;

  DestroyCluster(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (TopoStore store = context.stores().openCluster()) {
      GlobalTopology global = context.stores().global(store);
      try (Cells cells = context.stores().cells(global)) {
        List<TopoPath> removed = new ClusterDestroyer(global, cells).destroy(force);
        return context.answer(
            Answer.of(
                () ->
                    Json.object()
                        .set(
                            "removed",
                            Json.strings(removed.stream().map(TopoPath::toString).toList())),
                paint -> lines(removed)));
      }
    }
  }

  private static List<String> lines(List<TopoPath> removed) {
    List<String> lines = new ArrayList<>();
    removed.forEach(path -> lines.add("removed " + path));
    String all = removed.size() == 1 ? "1 entry" : removed.size() + " entries";
    lines.add(removed.isEmpty() ? "nothing was there" : all + " removed");
    return lines;
  }
}
