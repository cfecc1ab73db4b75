package com.multigres.meta.cli.component;

import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.run.CliException;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.model.component.Component;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topology.cells.Cells;
import com.multigres.meta.topology.cells.Discovery;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code component remove}. */
@Command(name = "remove", description = "Remove a component's record from its cell's topology.")
final class RemoveComponent implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "ID", description = "Its id, as 'component list' shows it.")
  private String text = "";

  RemoveComponent(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (TopoStore store = context.stores().openCluster();
        Cells cells = context.stores().cells(context.stores().global(store))) {
      ComponentId id = find(cells.components());
      cells.with(id.cell(), topology -> topology.components(id.type()).delete(id));
      return context.answer(
          Answer.line(
              () -> Json.object().put("id", id.text()).put("removed", true),
              "removed " + Shown.name(id.text())));
    }
  }

  /** An id cannot be taken apart, since names may hold hyphens: so it is looked for. */
  private ComponentId find(Discovery<Component> found) {
    return found.records().stream()
        .map(Component::id)
        .filter(id -> id.text().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                CliException.notFound(
                    "no component "
                        + Shown.name(text)
                        + " is registered"
                        + (found.unreachableCells().isEmpty()
                            ? ""
                            : "; not searched: " + found.unreachableCells().keySet())));
  }
}
