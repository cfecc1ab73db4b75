package com.multigres.meta.cli.cell;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.record.RecordJson;
import com.multigres.meta.model.component.Cell;
import com.multigres.meta.topology.Entry;
import com.multigres.meta.topology.PutResult;

/** How a written cell is answered. */
final class CellAnswer {
  private CellAnswer() {}

  static Answer of(PutResult<Cell> result) {
    Entry<Cell> entry = result.entry();
    boolean changed = result.effect() != PutResult.Effect.UNCHANGED;
    String verb =
        switch (result.effect()) {
          case CREATED -> "added cell ";
          case CHANGED -> "changed cell ";
          case UNCHANGED -> "nothing to change: cell ";
        };
    return Answer.line(
        () -> {
          ObjectNode json = Json.object();
          json.set("cell", RecordJson.cell(entry.record()));
          return json.put("version", entry.version().toString()).put("changed", changed);
        },
        verb + entry.record().name() + " at " + servers(entry.record()));
  }

  static String servers(Cell cell) {
    String addresses =
        cell.serverAddresses().isEmpty()
            ? "the global servers"
            : String.join(", ", cell.serverAddresses());
    return addresses + ", root " + cell.root();
  }
}
