package com.multigres.meta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What the stores hold in the end, without what differs from run to run: times, versions, and how
 * many of the changes shared a generation.
 */
final class EndState {
  private EndState() {}

  static Map<String, String> of(PostgresStores stores) {
    Map<String, String> state = new TreeMap<>();
    ObjectNode catalog = (ObjectNode) stores.caller().json("catalog", "show");
    catalog.remove("position");
    state.put("catalog", catalog.toString());
    state.put("changes", changes(stores));
    state.put("check", stores.caller().run("catalog", "check").out());
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

  /** Every change that the history has, however often: once each, if none was repeated. */
  private static String changes(PostgresStores stores) {
    return stores
        .caller()
        .json("catalog", "history", "--limit", "1000")
        .findValues("changes")
        .stream()
        .flatMap(changes -> StreamSupport.stream(changes.spliterator(), false))
        .map(JsonNode::toString)
        .sorted()
        .collect(Collectors.joining("\n"));
  }
}
