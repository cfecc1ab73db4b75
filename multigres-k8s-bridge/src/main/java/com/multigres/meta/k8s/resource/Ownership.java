package com.multigres.meta.k8s.resource;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Whose an entry of {@code spec.databases} is, by the resource's managed fields. A path is made of
 * the names of a database, a tablegroup in it and a shard in that. Immutable.
 */
public final class Ownership {
  private static final List<String> LISTS = List.of("f:databases", "f:tablegroups", "f:shards");

  private final List<JsonNode> ours = new ArrayList<>();
  private final List<JsonNode> others = new ArrayList<>();

  /** Whose the entries of a resource are. */
  public Ownership(Resource resource) {
    for (JsonNode entry : resource.metadata().path("managedFields")) {
      boolean us = entry.path("manager").asText().equals(Marks.MANAGER);
      boolean applied = entry.path("operation").asText().equals("Apply");
      JsonNode spec = entry.path("fieldsV1").path("f:spec");
      (us ? ours : others).add(spec);
      if (us && !applied) {
        // What we once did by a patch, an apply does not undo.
        others.add(spec);
      }
    }
  }

  /** Whether we wrote it. */
  public boolean ours(String... path) {
    return ours.stream().anyMatch(spec -> !at(spec, path).isMissingNode());
  }

  /** Whether we say that it is the default one. */
  boolean oursAsDefault(String... path) {
    return ours.stream().anyMatch(spec -> at(spec, path).has("f:default"));
  }

  /** Whether it stays, or a part of it, when we no longer apply it. */
  public boolean others(String... path) {
    return others.stream().anyMatch(spec -> !at(spec, path).isMissingNode());
  }

  private static JsonNode at(JsonNode spec, String... path) {
    JsonNode node = spec;
    for (int depth = 0; depth < path.length; depth++) {
      String list = Objects.requireNonNull(LISTS.get(depth));
      node = node.path(list).path("k:{\"name\":\"" + path[depth] + "\"}");
    }
    return node;
  }
}
