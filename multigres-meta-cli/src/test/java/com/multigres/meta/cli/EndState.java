package com.multigres.meta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/** What the stores hold in the end, without what differs from run to run: times and versions. */
final class EndState {
  private EndState() {}

  static Map<String, String> of(PostgresStores stores) {
    Map<String, String> state = new TreeMap<>();
    ObjectNode catalog = (ObjectNode) stores.caller().json("catalog", "show");
    ((ObjectNode) catalog.get("position")).remove("changeId");
    state.put("catalog", catalog.toString());
    String all = stores.topo().replaceFirst("#.*", "#/");
    for (JsonNode node : stores.caller().json("--topo", all, "topo", "ls").get("nodes")) {
      state.put(node.get("path").toString(), "ephemeral " + node.get("ephemeral"));
    }
    ObjectNode cluster = (ObjectNode) stores.caller().json("cluster", "show").get("topology");
    cluster.findParents("updated").forEach(lifecycle -> ((ObjectNode) lifecycle).remove("updated"));
    state.put("cluster", cluster.toString());
    state.put("drift", stores.caller().run("drift").out());
    return state;
  }
}
