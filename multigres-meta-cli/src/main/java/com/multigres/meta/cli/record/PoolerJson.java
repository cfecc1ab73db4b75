package com.multigres.meta.cli.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.model.KeyRange;
import com.multigres.meta.model.component.Pooler;

/** What only poolers say about themselves, as JSON. */
final class PoolerJson {
  private PoolerJson() {}

  static void addTo(ObjectNode json, Pooler pooler) {
    json.set(
        "shardKey",
        pooler
            .shardKey()
            .<JsonNode>map(
                key ->
                    Json.object()
                        .put("database", key.database())
                        .put("tableGroup", key.tableGroup())
                        .put("shard", key.shard()))
            .orElse(Json.nothing()));
    json.set("keyRange", keyRange(pooler.keyRange()));
    json.put("type", pooler.type().name())
        .put("servingStatus", pooler.servingStatus().name())
        .put("poolerDir", pooler.poolerDir())
        .put("pgDataDir", pooler.pgDataDir());
    json.putObject("lifecycle")
        .put("status", pooler.lifecycle().status().name())
        .put("reason", pooler.lifecycle().reason())
        .put("updated", pooler.lifecycle().updated().toString());
    json.putObject("routingState")
        .put("role", pooler.routingState().role().name())
        .put("coordinatorTerm", pooler.routingState().rule().coordinatorTerm())
        .put("leaderSubterm", pooler.routingState().rule().leaderSubterm());
  }

  private static ObjectNode keyRange(KeyRange range) {
    return Json.object().put("start", range.startHex()).put("end", range.endHex());
  }
}
