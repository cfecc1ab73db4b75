package com.multigres.meta.k8s.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.k8s.resource.ClusterResource;
import com.multigres.meta.k8s.resource.Marks;
import com.multigres.meta.k8s.resource.Resource;
import com.multigres.meta.k8s.server.ApiException;
import com.multigres.meta.k8s.target.ResourceTarget;
import com.multigres.meta.store.Deadline;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the bridge's own conditions beside the operator's, and only when they say something new.
 * As any write, one names the version that was read, and is nobody's whose token is not the last.
 */
final class StatusWriter {
  private static final int CONFLICT = 409;
  private static final int TRIES = 10;

  private final ResourceTarget target;

  StatusWriter(ResourceTarget target) {
    this.target = target;
  }

  /** All conditions that hold now; of ours, others are taken away. Returns what is new in them. */
  List<Condition> writeAll(List<Condition> conditions, long token) {
    return write(conditions, false, token);
  }

  /** Some conditions; the others stay as they are. Returns what is new in them. */
  List<Condition> writeSome(List<Condition> conditions, long token) {
    return write(conditions, true, token);
  }

  private List<Condition> write(List<Condition> conditions, boolean keepsOthers, long token) {
    Deadline deadline = target.begin();
    Optional<Resource> known = target.lastRead();
    for (int tries = 0; tries < TRIES; tries++) {
      Resource read = known.isPresent() ? known.get() : target.resource().get(deadline);
      known = Optional.empty(); // others write the status as well: look again
      List<Condition> news = conditions.stream().filter(some -> !some.standsIn(read)).toList();
      if (ResourceTarget.fence(read) > token
          || (news.isEmpty() && !leaves(read, conditions, keepsOthers))) {
        return List.of();
      }
      if (send(body(read, conditions, keepsOthers), deadline)) {
        return news;
      }
    }
    return List.of(); // the next run says it again
  }

  /** Whether one of ours stands there that is to go. */
  private static boolean leaves(Resource read, List<Condition> conditions, boolean keepsOthers) {
    return !keepsOthers && !others(read, conditions).isEmpty();
  }

  /** Those of ours that are not among these. */
  private static ArrayNode others(Resource read, List<Condition> conditions) {
    Set<String> told = new HashSet<>();
    conditions.forEach(condition -> told.add(condition.type()));
    ArrayNode others = Marks.JSON.createArrayNode();
    for (JsonNode there : read.tree().path("status").path("conditions")) {
      String type = there.path("type").asText();
      if (Conditions.TYPES.contains(type) && !told.contains(type)) {
        others.add(there);
      }
    }
    return others;
  }

  private String body(Resource read, List<Condition> conditions, boolean keepsOthers) {
    ArrayNode list = keepsOthers ? others(read, conditions) : Marks.JSON.createArrayNode();
    conditions.forEach(condition -> condition.addTo(list, read, Instant.now()));
    ObjectNode body = Marks.JSON.createObjectNode();
    body.put("apiVersion", ClusterResource.apiVersion());
    body.put("kind", ClusterResource.kind());
    ObjectNode metadata = body.putObject("metadata");
    metadata.put("name", target.resource().name());
    metadata.put("namespace", target.resource().namespace());
    metadata.put("uid", read.uid());
    metadata.put("resourceVersion", read.version());
    body.putObject("status").set("conditions", list);
    return body.toString();
  }

  private boolean send(String body, Deadline deadline) {
    try {
      target.resource().writeStatus(body, deadline);
      return true;
    } catch (ApiException fault) {
      if (fault.is(CONFLICT)) {
        return false;
      }
      throw fault;
    }
  }
}
