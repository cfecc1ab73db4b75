package com.multigres.meta.cli.cell;

import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topology.GlobalTopology;
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
        Occupants.refuse(context.stores(), global, name, any -> true, "removes it all the same");
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
}
