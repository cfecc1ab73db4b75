package com.multigres.meta.k8s.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** A server-side apply of the fields that are ours: others' stay as they are. */
final class ApplyWrite {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Resource resource;
  private final Content now;
  private final Content next;
  private final Ownership ownership;

  ApplyWrite(Resource resource, Content now, Content next, Ownership ownership) {
    this.resource = resource;
    this.now = now;
    this.next = next;
    this.ownership = ownership;
  }

  ClusterResource.Write of(ClusterResource target, SortedMap<String, String> marks) {
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
      Content.@Nullable Group old = spellOut || before == null ? null : before.groups().get(group);
      Content.Group content = Objects.requireNonNull(database.groups().get(group));
      addOurs(groups, entryOf(listed, group), name, group, old, content);
    }
    boolean otherwise = before != null && before.isDefault() != database.isDefault();
    if (isNew || otherwise || ownership.ours(name) || !groups.isEmpty()) {
      ObjectNode entry = entries.addObject();
      entry.put("name", name);
      if (otherwise || (database.isDefault() && (isNew || ownership.oursAsDefault(name)))) {
        entry.put("default", database.isDefault());
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
      ArrayNode groups,
      JsonNode listed,
      String database,
      String name,
      Content.@Nullable Group before,
      Content.Group group) {
    boolean isNew = before == null;
    boolean spellOut =
        before != null
            && listed.path("shards").isEmpty()
            && !before.shards().equals(group.shards());
    ArrayNode shards = NODES.arrayNode();
    for (String shard : group.shards()) {
      boolean fresh = spellOut || before == null || !before.shards().contains(shard);
      if (fresh || ownership.ours(database, name, shard)) {
        shards.addObject().put("name", shard);
      }
    }
    boolean otherwise = before != null && before.isDefault() != group.isDefault();
    if (isNew || otherwise || ownership.ours(database, name) || !shards.isEmpty()) {
      ObjectNode entry = groups.addObject();
      entry.put("name", name);
      if (otherwise || (group.isDefault() && (isNew || ownership.oursAsDefault(database, name)))) {
        entry.put("default", group.isDefault());
      }
      if (!shards.isEmpty()) {
        entry.set("shards", shards);
      }
    }
  }
}
