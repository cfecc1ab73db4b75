package com.multigres.meta.cli.catalog.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.catalog.HistoryEntry;
import com.multigres.meta.cli.change.Changing;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.output.Paint;
import com.multigres.meta.cli.output.Shown;
import java.util.List;

/** A generation of the history as JSON and as text. */
public final class HistoryText {
  private HistoryText() {}

  /** One entry as JSON. */
  public static ObjectNode json(HistoryEntry entry) {
    ObjectNode json = Json.object();
    json.set("position", Changing.position(entry.position()));
    json.put("time", entry.time().toString()).put("author", entry.author());
    json.put("byHand", entry.byHand());
    json.set("changes", Json.array(entry.changes(), ChangeText::json));
    return json;
  }

  /** One entry as a line. */
  public static String line(HistoryEntry entry, Paint paint) {
    List<String> changes = entry.changes().stream().map(ChangeText::line).toList();
    String what = entry.byHand() ? "changed by hand with SQL" : String.join("; ", changes);
    return paint.strong("generation " + entry.position().generation())
        + "  "
        + entry.time()
        + "  "
        + Shown.name(entry.author())
        + "  "
        + what;
  }
}
