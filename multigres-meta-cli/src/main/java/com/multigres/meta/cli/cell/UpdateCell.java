package com.multigres.meta.cli.cell;

import com.multigres.meta.cli.run.CliException;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.model.component.Cell;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topology.GlobalTopology;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cell update}. */
@Command(
    name = "update",
    description =
        "Say where a cell's topology is now; whoever uses it connects anew. Refused while components"
            + " are registered in it that would not move there by themselves.")
final class UpdateCell implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "CELL", description = "Its name.")
  private String name = "";

  @Option(
      names = "--address",
      split = ",",
      paramLabel = "HOST:PORT",
      description = "Its own topology servers, instead of those it had; '' for the global ones.")
  private List<String> addresses = List.of();

  @Option(names = "--root", paramLabel = "PATH", description = "Where it is on them.")
  private Optional<String> root = Optional.empty();

  @Option(
      names = "--force",
      description =
          "Although the records of components without a session stay behind, or it cannot be asked.")
  private boolean force;

  UpdateCell(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (addresses.isEmpty() && root.isEmpty()) {
      throw CliException.usage("say what changes: --address, --root or both");
    }
    List<String> servers =
        CellText.addresses(addresses.stream().filter(address -> !address.isEmpty()).toList());
    Optional<String> path = root.map(CellText::root);
    UnaryOperator<Cell> move =
        old ->
            new Cell(
                old.name(),
                addresses.isEmpty() ? old.serverAddresses() : servers,
                path.orElse(old.root()));
    try (TopoStore store = context.stores().openCluster()) {
      GlobalTopology global = context.stores().global(store);
      boolean moves =
          global
              .cells()
              .get(name)
              .filter(old -> !move.apply(old.record()).equals(old.record()))
              .isPresent();
      if (moves && !force) {
        Occupants.refuse(
            context.stores(),
            global,
            name,
            component -> !component.node().ephemeral(),
            "leaves its record behind, where nobody finds it");
      }
      return context.answer(CellAnswer.of(global.cells().update(name, move)));
    }
  }
}
