package com.multigres.meta.k8s.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.model.Catalog;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes the write that turns a resource as it was read into one with other content and annotations.
 * It names the version that was read, so it is carried out on that or not at all.
 */
final class ResourceWrites {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ClusterResource target;
  private final Resource resource;
  private final Content now;
  private final Content next;
  private final Ownership ownership;

  private ResourceWrites(ClusterResource target, Resource resource, Content now, Content next) {
    this.target = target;
    this.resource = resource;
    this.now = now;
    this.next = next;
    this.ownership = new Ownership(resource);
  }

  /**
   * The write.
   *
   * @param target what is written
   * @param resource as it was read
   * @param now its content
   * @param next the content that it is to have
   * @param changed the annotations that are to change; our others stay as they are
   */
  static ClusterResource.Write of(
      ClusterResource target,
      Resource resource,
      Content now,
      Content next,
      Map<String, String> changed) {
    SortedMap<String, String> marks = new TreeMap<>();
    Marks.ALL.forEach(name -> resource.mark(name).ifPresent(text -> marks.put(name, text)));
    marks.putAll(changed);
    ResourceWrites writes = new ResourceWrites(target, resource, now, next);
    return writes.takesOthers() ? writes.patch(marks) : writes.apply(marks);
  }

  /** An apply that no longer names what others own as well would leave it there. */
  private boolean takesOthers() {
    for (Map.Entry<String, Content.Db> entry : now.databases().entrySet()) {
      String name = entry.getKey();
      Content.Db kept = next.databases().get(name);
      if (kept == null) {
        if (ownership.others(name)) {
          return true;
        }
        continue;
      }
      for (String group : entry.getValue().groups().keySet()) {
        if (!kept.groups().containsKey(group) && ownership.others(name, group)) {
          return true;
        }
      }
    }
    return false;
  }

  private ClusterResource.Write apply(SortedMap<String, String> marks) {
    ObjectNode root = NODES.objectNode();
    root.put("apiVersion", ClusterResource.apiVersion());
    root.put("kind", ClusterResource.kind());
    ObjectNode metadata = root.putObject("metadata");
    metadata.put("name", target.name());
    metadata.put("namespace", target.namespace());
    metadata.put("uid", resource.uid());
    metadata.put("resourceVersion", resource.version());
    ObjectNode annotations = metadata.putObject("annotations");
    marks.forEach(annotations::put);
    ArrayNode entries = NODES.arrayNode();
    for (String name : inTheirOrder(resource.databases(), next.databases())) {
      addOurs(entries, name, Objects.requireNonNull(next.databases().get(name)));
    }
    if (!entries.isEmpty()) {
      root.putObject("spec").set("databases", entries);
    }
    return new ClusterResource.Write(ClusterResource.Write.Kind.APPLY, root.toString());
  }

  /** Only what we wrote before, and what is new: the rest is others', and stays theirs. */
  private void addOurs(ArrayNode entries, String name, Content.Db database) {
    Content.Db before = now.databases().get(name);
    boolean isNew = before == null;
    ArrayNode groups = NODES.arrayNode();
    boolean spellOut =
        before != null
            && before.implicit()
            && !before.groups().keySet().equals(database.groups().keySet());
    JsonNode listed = entryOf(resource.databases(), name).path("tablegroups");
    for (String group : inTheirOrder(listed, database.groups())) {
      boolean fresh = spellOut || before == null || !before.groups().containsKey(group);
      Content.Group content = Objects.requireNonNull(database.groups().get(group));
      addOurs(groups, fresh, name, group, content);
    }
    if (isNew || ownership.ours(name) || !groups.isEmpty()) {
      ObjectNode entry = entries.addObject();
      entry.put("name", name);
      if (database.isDefault() && (isNew || ownership.oursAsDefault(name))) {
        entry.put("default", true);
      }
      if (!groups.isEmpty()) {
        entry.set("tablegroups", groups);
      }
    }
  }

  /** As they stand in the list, then the new ones: an apply puts entries in the order it names. */
  private static <T> Set<String> inTheirOrder(JsonNode list, SortedMap<String, T> wanted) {
    Set<String> names = new LinkedHashSet<>();
    for (JsonNode entry : list) {
      String name = entry.path("name").asText();
      if (wanted.containsKey(name)) {
        names.add(name);
      }
    }
    names.addAll(wanted.keySet());
    return names;
  }

  private static JsonNode entryOf(JsonNode list, String name) {
    for (JsonNode entry : list) {
      if (entry.path("name").asText().equals(name)) {
        return entry;
      }
    }
    return MissingNode.getInstance();
  }

  private void addOurs(
      ArrayNode groups, boolean isNew, String database, String name, Content.Group group) {
    ArrayNode shards = NODES.arrayNode();
    for (String shard : group.shards()) {
      if (isNew || ownership.ours(database, name, shard)) {
        shards.addObject().put("name", shard);
      }
    }
    if (isNew || ownership.ours(database, name) || !shards.isEmpty()) {
      ObjectNode entry = groups.addObject();
      entry.put("name", name);
      if (group.isDefault() && (isNew || ownership.oursAsDefault(database, name))) {
        entry.put("default", true);
      }
      if (!shards.isEmpty()) {
        entry.set("shards", shards);
      }
    }
  }

  /** From the last entry to the first, so that places before them stay what they are. */
  private ClusterResource.Write patch(SortedMap<String, String> marks) {
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
      if (lacking.remove(name) == null) {
        step(steps, "remove", place + "/" + i);
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
