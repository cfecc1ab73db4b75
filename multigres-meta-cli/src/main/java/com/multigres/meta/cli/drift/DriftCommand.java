package com.multigres.meta.cli.drift;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.cli.cluster.ClusterOption;
import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.output.Paint;
import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.output.TextTable;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.cli.run.ExitStatus;
import com.multigres.meta.cli.run.Stores;
import com.multigres.meta.cluster.drift.ClusterPicture;
import com.multigres.meta.cluster.drift.Drift;
import com.multigres.meta.cluster.drift.Drifts;
import com.multigres.meta.cluster.spec.ClusterSpec;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.cells.Cells;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code drift}. */
@Command(
    name = "drift",
    description =
        "Compare manifest, global topology, local topologies and catalog; exit 3 where they"
            + " differ.")
public final class DriftCommand implements Callable<Integer> {
  private final Context context;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "MANIFEST",
      description = "The MultigresCluster (YAML) to compare with too.")
  private Optional<Path> manifest = Optional.empty();

  DriftCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Optional<ClusterSpec> spec = manifest.map(file -> ClusterOption.read(context, file));
    ClusterPicture picture = take(spec);
    List<Drift> drifts = Drifts.in(picture);
    context.answer(Answer.of(() -> json(drifts, picture), paint -> text(drifts, picture, paint)));
    if (!drifts.isEmpty()) {
      return ExitStatus.DRIFT;
    }
    return picture.unchecked().isEmpty() ? ExitStatus.DONE : ExitStatus.FAILED;
  }

  private ClusterPicture take(Optional<ClusterSpec> spec) {
    Stores stores = context.stores();
    try (CatalogStore catalogs = stores.openCatalog();
        TopoStore store =
            spec.isPresent() ? stores.openTopoOf(spec.get().name()) : stores.openCluster()) {
      GlobalTopology global = stores.global(store);
      try (Cells cells = stores.cells(global)) {
        return ClusterPicture.take(global, cells, catalogs, spec);
      }
    }
  }

  private static JsonNode json(List<Drift> drifts, ClusterPicture picture) {
    ObjectNode json = Json.object();
    json.set("drifts", Json.array(drifts, DriftCommand::json));
    return json.set("unchecked", Json.strings(picture.unchecked()));
  }

  private static ObjectNode json(Drift drift) {
    ObjectNode json = Json.object().put("what", drift.what());
    json.putArray("values")
        .add(Json.object().put("place", drift.placeA().name()).put("value", drift.valueA()))
        .add(Json.object().put("place", drift.placeB().name()).put("value", drift.valueB()));
    return json.put("canonical", drift.canonical().name()).put("rule", drift.rule());
  }

  private static List<String> text(List<Drift> drifts, ClusterPicture picture, Paint paint) {
    List<String> lines = new ArrayList<>();
    picture.unchecked().forEach(line -> lines.add(paint.bad("not compared: ") + Shown.line(line)));
    if (drifts.isEmpty()) {
      lines.add(paint.good("no drift"));
      return lines;
    }
    TextTable table = new TextTable("WHAT", "HERE", "SAYS", "THERE", "SAYS", "CANONICAL", "RULE");
    for (Drift drift : drifts) {
      table.row(
          Shown.line(drift.what()),
          drift.placeA().text(),
          Shown.line(drift.valueA()),
          drift.placeB().text(),
          Shown.line(drift.valueB()),
          drift.canonical().name(),
          Shown.line(drift.rule()));
    }
    return table.below(lines, paint, "no drift");
  }
}
