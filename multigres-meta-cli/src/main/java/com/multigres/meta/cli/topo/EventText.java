package com.multigres.meta.cli.topo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.output.Paint;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.WatchEvent;
import java.util.List;
import java.util.Locale;

/** An event of a watch as one line. */
final class EventText {
  private EventText() {}

  static JsonNode json(WatchEvent event) {
    ObjectNode json = Json.object();
    if (event instanceof WatchEvent.Put put) {
      json.put("event", "put").setAll(NodeJson.of(put.node()));
    } else if (event instanceof WatchEvent.Deleted deleted) {
      json.put("event", "deleted").setAll(NodeJson.head(deleted.path()));
    } else if (event instanceof WatchEvent.Resync resync) {
      json.put("event", "resync")
          .put("kind", resync.kind().name().toLowerCase(Locale.ROOT))
          .put("reason", resync.reason());
    } else {
      json.put("event", "inSync");
    }
    return json.put("cursor", event.cursor().toString());
  }

  static List<String> lines(WatchEvent event, Paint paint) {
    if (event instanceof WatchEvent.Put put) {
      return List.of(paint.good("put    ") + "  " + shown(put.node()));
    }
    if (event instanceof WatchEvent.Deleted deleted) {
      return List.of(paint.bad("deleted") + "  " + deleted.path());
    }
    if (event instanceof WatchEvent.Resync resync) {
      String kind = resync.kind().name().toLowerCase(Locale.ROOT);
      return List.of(paint.busy("resync ") + "  " + kind + ": " + resync.reason());
    }
    return List.of(paint.faint("in sync  " + event.cursor()));
  }

  private static String shown(Node node) {
    String value =
        NodeJson.record(node)
            .map(Json::write)
            .orElseGet(() -> String.join("\\n", NodeJson.text(node)));
    String bound = node.session().map(id -> " (session " + id + ")").orElse("");
    return node.path() + " " + node.version() + bound + " " + value;
  }
}
