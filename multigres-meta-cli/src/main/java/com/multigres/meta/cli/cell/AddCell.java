package com.multigres.meta.cli.cell;

import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.cli.run.Stores;
import com.multigres.meta.cluster.spec.CellSpec;
import com.multigres.meta.model.component.Cell;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topology.Entry;
import com.multigres.meta.topology.PutResult;
import com.multigres.meta.topology.Records;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cell add}. */
@Command(name = "add", description = "Add a cell; one that is there already, and equal, stays.")
final class AddCell implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "CELL", description = "Its name: a DNS label.")
  private String name = "";

  @Option(
      names = "--address",
      split = ",",
      paramLabel = "HOST:PORT",
      description = "Its own topology servers; without any, it is on the global ones.")
  private List<String> addresses = List.of();

  @Option(
      names = "--root",
      paramLabel = "PATH",
      description = "Where its topology is on them; unless given, beside the global root.")
  private Optional<String> root = Optional.empty();

  AddCell(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    CellSpec.checkName(name);
    Stores stores = context.stores();
    String path =
        root.map(CellText::root)
            .orElseGet(() -> "/" + stores.layout().cellRoot(stores.topoRoot(), name));
    Cell cell = new Cell(name, CellText.addresses(addresses), path);
    try (TopoStore store = stores.openCluster()) {
      return context.answer(CellAnswer.of(add(stores.global(store).cells(), cell)));
    }
  }

  private static PutResult<Cell> add(Records<String, Cell> cells, Cell cell) {
    try {
      return new PutResult<>(PutResult.Effect.CREATED, cells.create(cell));
    } catch (TopoException e) {
      Optional<Entry<Cell>> standing =
          e.code() == TopoException.Code.NODE_EXISTS ? cells.get(cell.name()) : Optional.empty();
      return standing
          .filter(entry -> entry.record().equals(cell))
          .map(entry -> new PutResult<>(PutResult.Effect.UNCHANGED, entry))
          .orElseThrow(() -> standing.map(AddCell::taken).orElse(e));
    }
  }

  private static TopoException taken(Entry<Cell> standing) {
    Cell cell = standing.record();
    return TopoException.refused(
        TopoException.Code.NODE_EXISTS,
        "cell "
            + Shown.name(cell.name())
            + " is there already, at "
            + CellAnswer.servers(cell)
            + "; 'cell update' changes it");
  }
}
