package com.multigres.meta.k8s.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.k8s.resource.Resource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One condition of a resource's status.
 *
 * @param type which one
 * @param holds whether it holds
 * @param reason why, in one word
 * @param message why, for people
 */
record Condition(String type, boolean holds, String reason, String message) {
  private static final int LONGEST = 4_000;

  Condition {
    message = message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "…";
  }

  /** Whether a person should hear of it. */
  boolean isBad() {
    return holds != type.equals(Conditions.SYNCED);
  }

  private String status() {
    return holds ? "True" : "False";
  }

  /** Whether a resource says so already. */
  boolean standsIn(Resource resource) {
    JsonNode there = in(resource);
    return there.path("status").asText().equals(status())
        && there.path("reason").asText().equals(reason)
        && there.path("message").asText().equals(message);
  }

  private JsonNode in(Resource resource) {
    for (JsonNode condition : resource.tree().path("status").path("conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition;
      }
    }
    return MissingNode.getInstance();
  }

  /** Adds it to a list; the time of its last transition stays while its status does. */
  void addTo(ArrayNode conditions, Resource resource, Instant now) {
    JsonNode before = in(resource);
    boolean same = before.path("status").asText().equals(status());
    String since = before.path("lastTransitionTime").asText();
    ObjectNode node = conditions.addObject();
    node.put("type", type);
    node.put("status", status());
    node.put("reason", reason);
    node.put("message", message);
    node.put(
        "lastTransitionTime",
        same && !since.isEmpty() ? since : now.truncatedTo(ChronoUnit.SECONDS).toString());
    node.put("observedGeneration", resource.metadata().path("generation").asLong());
  }
}
