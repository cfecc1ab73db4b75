package com.multigres.meta.k8s.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.model.Catalog;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A JSON patch, step by step: takes out also what others own. */
final class PatchWrite {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Resource resource;
  private final Content now;
  private final Content next;

  PatchWrite(Resource resource, Content now, Content next) {
    this.resource = resource;
    this.now = now;
    this.next = next;
  }

  /** From the last entry to the first, so that places before them stay what they are. */
  ClusterResource.Write of(SortedMap<String, String> marks) {
    ArrayNode steps = NODES.arrayNode();
    step(steps, "replace", "/metadata/resourceVersion").put("value", resource.version());
    JsonNode entries = resource.databases();
    for (int i = entries.size() - 1; i >= 0; i--) {
      String name = entries.path(i).path("name").asText();
      String place = "/spec/databases/" + i;
      Content.Db kept = next.databases().get(name);
      if (kept == null) {
        step(steps, "remove", place);
      } else {
        patchDefault(steps, place, entries.path(i), kept.isDefault());
        patchGroups(steps, place + "/tablegroups", entries.path(i), kept);
      }
    }
    next.databases()
        .forEach(
            (name, database) -> {
              if (!now.databases().containsKey(name)) {
                step(steps, "add", "/spec/databases/-").set("value", whole(name, database));
              }
            });
    marks.forEach(
        (name, text) ->
            step(steps, "add", "/metadata/annotations/" + name.replace("/", "~1"))
                .put("value", text));
    return new ClusterResource.Write(ClusterResource.Write.Kind.PATCH, steps.toString());
  }

  private static void patchGroups(ArrayNode steps, String place, JsonNode entry, Content.Db kept) {
    JsonNode listed = entry.path("tablegroups");
    SortedMap<String, Content.Group> lacking = new TreeMap<>(kept.groups());
    for (int i = listed.size() - 1; i >= 0; i--) {
      String name = listed.path(i).path("name").asText();
      Content.Group group = lacking.remove(name);
      if (group == null) {
        step(steps, "remove", place + "/" + i);
      } else {
        patchDefault(steps, place + "/" + i, listed.path(i), group.isDefault());
        patchShards(steps, place + "/" + i + "/shards", listed.path(i).path("shards"), group);
      }
    }
    boolean onlyImplied =
        listed.isEmpty() && kept.groups().keySet().equals(Set.of(Catalog.DEFAULT_TABLE_GROUP));
    if (lacking.isEmpty() || onlyImplied) {
      return;
    }
    if (listed.isEmpty()) {
      ArrayNode all = NODES.arrayNode();
      lacking.forEach((name, group) -> all.add(whole(name, group)));
      step(steps, "add", place).set("value", all);
      return;
    }
    lacking.forEach(
        (name, group) -> step(steps, "add", place + "/-").set("value", whole(name, group)));
  }

  private static void patchDefault(
      ArrayNode steps, String place, JsonNode entry, boolean isDefault) {
    if (entry.path("default").asBoolean() != isDefault) {
      step(steps, "add", place + "/default").put("value", isDefault);
    }
  }

  private static void patchShards(
      ArrayNode steps, String place, JsonNode listed, Content.Group group) {
    SortedSet<String> lacking = new TreeSet<>(group.shards());
    for (int i = listed.size() - 1; i >= 0; i--) {
      if (!lacking.remove(listed.path(i).path("name").asText())) {
        step(steps, "remove", place + "/" + i);
      }
    }
    if (!listed.isEmpty()) {
      lacking.forEach(
          shard -> step(steps, "add", place + "/-").putObject("value").put("name", shard));
    } else if (!lacking.equals(Set.of(Catalog.DEFAULT_SHARD))) {
      ArrayNode all = step(steps, "add", place).putArray("value");
      lacking.forEach(shard -> all.addObject().put("name", shard));
    }
  }

  private static ObjectNode whole(String name, Content.Db database) {
    ObjectNode entry = named(name, database.isDefault());
    ArrayNode groups = entry.putArray("tablegroups");
    database.groups().forEach((group, content) -> groups.add(whole(group, content)));
    return entry;
  }

  private static ObjectNode whole(String name, Content.Group group) {
    ObjectNode entry = named(name, group.isDefault());
    ArrayNode shards = entry.putArray("shards");
    group.shards().forEach(shard -> shards.addObject().put("name", shard));
    return entry;
  }

  private static ObjectNode named(String name, boolean isDefault) {
    ObjectNode entry = NODES.objectNode();
    entry.put("name", name);
    if (isDefault) {
      entry.put("default", true);
    }
    return entry;
  }

  private static ObjectNode step(ArrayNode steps, String op, String path) {
    return steps.addObject().put("op", op).put("path", path);
  }
}
