package com.multigres.meta.cli.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.output.Paint;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.cli.run.Stores;
import com.multigres.meta.cluster.ClusterInitializer;
import com.multigres.meta.cluster.spec.ClusterSpec;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cluster init}. */
@Command(
    name = "init",
    description =
        "Enter a cluster and its cells into the global topology; twice changes nothing more.")
final class InitCluster implements Callable<Integer> {
  private final Context context;

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "MANIFEST",
      description =
          "A file with the MultigresCluster resource (YAML); --cluster picks one of many.")
  private Path manifest = Path.of("");

  InitCluster(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    ClusterSpec spec = ClusterOption.read(context, manifest);
    Stores stores = context.stores();
    TopoPath root = stores.topoRootOf(spec.name());
    try (TopoStore store = stores.openTopoOf(spec.name())) {
      ClusterInitializer.Result result =
          new ClusterInitializer(stores.global(store), root).initialise(spec);
      return context.answer(
          Answer.of(() -> json(spec, root, result), paint -> lines(spec, root, result, paint)));
    }
  }

  private static ObjectNode json(
      ClusterSpec spec, TopoPath root, ClusterInitializer.Result result) {
    ObjectNode json =
        Json.object()
            .put("cluster", spec.name())
            .put("namespace", spec.namespace())
            .put("root", "/" + root)
            .put("changed", result.changed())
            .put("entry", result.entry().name());
    ObjectNode cells = json.putObject("cells");
    result.cells().forEach((cell, effect) -> cells.put(cell, effect.name()));
    return json;
  }

  private static List<String> lines(
      ClusterSpec spec, TopoPath root, ClusterInitializer.Result result, Paint paint) {
    List<String> lines = new ArrayList<>();
    String cluster = spec.namespace() + "/" + spec.name();
    lines.add(paint.strong("cluster " + cluster) + " at /" + root + ": " + result.entry());
    result.cells().forEach((cell, effect) -> lines.add("cell " + cell + ": " + effect));
    return lines;
  }
}
