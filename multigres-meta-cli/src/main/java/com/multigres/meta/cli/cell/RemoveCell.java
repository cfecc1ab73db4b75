package com.multigres.meta.cli.cell;

import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.cluster.ClusterErrorCode;
import com.multigres.meta.cluster.ClusterException;
import com.multigres.meta.model.component.Component;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topology.CellTopology;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.cells.Cells;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cell remove}. */
@Command(
    name = "remove",
    description = "Remove a cell's record; refused while components are registered in it.")
final class RemoveCell implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "CELL", description = "Its name.")
  private String name = "";

  @Option(
      names = "--force",
      description = "Although components are registered in it, or it cannot be asked.")
  private boolean force;

  RemoveCell(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (TopoStore store = context.stores().openCluster()) {
      GlobalTopology global = context.stores().global(store);
      if (!force) {
        requireEmpty(global);
      }
      if (!global.cells().delete(name)) {
        throw TopoException.refused(
            TopoException.Code.NO_NODE, global.cells().path(name), "there is no such cell");
      }
      return context.answer(
          Answer.line(
              () -> Json.object().put("cell", name).put("removed", true),
              "removed cell " + Shown.name(name)));
    }
  }

  private void requireEmpty(GlobalTopology global) {
    try (Cells cells = context.stores().cells(global)) {
      List<Component> standing = cells.with(name, CellTopology::components).records();
      if (!standing.isEmpty()) {
        throw new ClusterException(
            ClusterErrorCode.STILL_SERVED,
            "cell "
                + Shown.name(name)
                + " has "
                + Shown.count(standing.size(), "registered component")
                + ", such as "
                + standing.get(0).id()
                + "; --force removes it all the same");
      }
    }
  }
}
