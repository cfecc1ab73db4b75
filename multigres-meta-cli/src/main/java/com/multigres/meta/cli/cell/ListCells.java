package com.multigres.meta.cli.cell;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.output.Paint;
import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.output.TextTable;
import com.multigres.meta.cli.record.RecordJson;
import com.multigres.meta.cli.record.Unreadable;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.model.component.Cell;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topology.Entry;
import com.multigres.meta.topology.Listing;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code cell list}. */
@Command(name = "list", description = "List the cells.")
final class ListCells implements Callable<Integer> {
  private final Context context;

  ListCells(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (TopoStore store = context.stores().openCluster()) {
      Listing<Cell> cells = context.stores().global(store).cells().list();
      Unreadable.note(context, cells.unreadable());
      return context.answer(
          Answer.of(
              () -> {
                ObjectNode json = Json.object();
                json.set("cells", Json.array(cells.entries(), ListCells::json));
                return json.set("unreadable", Unreadable.json(cells.unreadable()));
              },
              paint -> table(cells.entries(), paint)));
    }
  }

  private static ObjectNode json(Entry<Cell> entry) {
    return RecordJson.cell(entry.record()).put("version", entry.version().toString());
  }

  private static List<String> table(List<Entry<Cell>> cells, Paint paint) {
    TextTable table = new TextTable("CELL", "ADDRESSES", "ROOT");
    for (Entry<Cell> entry : cells) {
      Cell cell = entry.record();
      String addresses = String.join(",", cell.serverAddresses());
      table.row(
          Shown.name(cell.name()),
          addresses.isEmpty() ? "(the global servers)" : addresses,
          cell.root());
    }
    return table.lines(paint, "no cell");
  }
}
