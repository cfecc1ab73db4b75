package com.multigres.meta.cli.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.output.Paint;
import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cluster.plan.BridgeAction;
import com.multigres.meta.cluster.plan.BridgeAction.OnEntry;
import com.multigres.meta.cluster.plan.Finding;
import java.util.ArrayList;
import java.util.List;

/** Shows actions with their reasons, and what waits for a person. */
final class PlanText {
  private PlanText() {}

  static JsonNode json(List<BridgeAction> actions, List<Finding> findings) {
    ObjectNode json = Json.object();
    json.set("actions", Json.array(actions, PlanText::json));
    return json.set("findings", Json.array(findings, PlanText::json));
  }

  private static ObjectNode json(BridgeAction action) {
    ObjectNode json =
        Json.object()
            .put("action", action.getClass().getSimpleName())
            .put("place", action.place().name());
    if (action instanceof OnEntry entry) {
      json.put("path", entry.path().toString());
    }
    return json.put("reason", action.reason());
  }

  private static ObjectNode json(Finding finding) {
    return Json.object()
        .put("finding", finding.kind().name())
        .put("place", finding.place().name())
        .put("path", finding.path().toString())
        .put("inCatalog", finding.inCatalog())
        .put("inCopy", finding.inCopy())
        .put("message", finding.message());
  }

  static List<String> lines(List<BridgeAction> actions, List<Finding> findings, Paint paint) {
    List<String> lines = new ArrayList<>();
    for (BridgeAction action : actions) {
      String path = action instanceof OnEntry entry ? " " + entry.path() : "";
      String what = action.getClass().getSimpleName() + path + " in the " + action.place();
      lines.add(paint.strong(Shown.line(what)) + ": " + Shown.line(action.reason()));
    }
    for (Finding finding : findings) {
      lines.add(paint.bad(finding.kind().name()) + " " + Shown.line(finding.message()));
    }
    if (lines.isEmpty()) {
      lines.add(paint.good("nothing to do"));
    }
    return lines;
  }
}
