package com.multigres.meta.k8s.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.k8s.resource.Marks;
import com.multigres.meta.model.Authority;
import com.multigres.meta.model.Catalog;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The side state as JSON, short where all is as usual, since annotations are bounded: a database
 * that is a number has that id, its own external name for a name, and only the default tablegroup
 * with the only shard, whose ids follow; a tablegroup that is a number likewise has the only shard.
 */
final class SideText {
  /** The newest form that this library reads. */
  static final int FORMAT = 1;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String ID = "id";
  private static final String NAME = "name";
  private static final String DROPPING = "dropping";
  private static final String GROUPS = "groups";
  private static final String SHARDS = "shards";

  private SideText() {}

  static String write(SideState state) {
    ObjectNode root = NODES.objectNode();
    root.put("format", FORMAT);
    root.put("authority", state.authority().name());
    root.put("next", state.nextId());
    ObjectNode databases = root.putObject("databases");
    state.databases().forEach((name, database) -> databases.set(name, node(name, database)));
    return root.toString();
  }

  private static JsonNode node(String external, SideState.Db database) {
    if (database.equals(usual(database.id(), external))) {
      return NODES.numberNode(database.id());
    }
    ObjectNode node = object(database.id(), external, database.name(), database.dropping());
    ObjectNode groups = node.putObject(GROUPS);
    database.groups().forEach((name, group) -> groups.set(name, node(name, group)));
    return node;
  }

  private static JsonNode node(String external, SideState.Group group) {
    if (group.equals(usualGroup(group.id(), external))) {
      return NODES.numberNode(group.id());
    }
    ObjectNode node = object(group.id(), external, group.name(), group.dropping());
    ObjectNode shards = node.putObject(SHARDS);
    group.shards().forEach((name, shard) -> shards.set(name, node(name, shard)));
    return node;
  }

  private static JsonNode node(String external, SideState.Part shard) {
    return shard.name().equals(external)
        ? NODES.numberNode(shard.id())
        : object(shard.id(), external, shard.name(), false);
  }

  private static ObjectNode object(long id, String external, String name, boolean dropping) {
    ObjectNode node = NODES.objectNode();
    node.put(ID, id);
    if (!name.equals(external)) {
      node.put(NAME, name);
    }
    if (dropping) {
      node.put(DROPPING, true);
    }
    return node;
  }

  private static SideState.Db usual(long id, String external) {
    return new SideState.Db(
        id,
        external,
        false,
        single(Catalog.DEFAULT_TABLE_GROUP, usualGroup(id + 1, Catalog.DEFAULT_TABLE_GROUP)));
  }

  private static SideState.Group usualGroup(long id, String external) {
    return new SideState.Group(
        id,
        external,
        false,
        single(Catalog.DEFAULT_SHARD, new SideState.Part(id + 1, Catalog.DEFAULT_SHARD)));
  }

  private static <T> SortedMap<String, T> single(String name, T value) {
    SortedMap<String, T> one = new TreeMap<>();
    one.put(name, value);
    return one;
  }

  static SideState read(String text) {
    JsonNode root;
    try {
      root = Marks.JSON.readTree(text);
    } catch (JsonProcessingException notJson) {
      throw CatalogException.refused(
          Code.INTERNAL, "the annotation " + Marks.CATALOG + " is not JSON");
    }
    int format = root.path("format").asInt();
    if (format > FORMAT) {
      throw CatalogException.refused(
          Code.SCHEMA_TOO_NEW,
          "P3: the annotation "
              + Marks.CATALOG
              + " has format "
              + format
              + ", this library reads "
              + FORMAT);
    }
    SortedMap<String, SideState.Db> databases = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : root.path("databases").properties()) {
      databases.put(entry.getKey(), database(entry.getKey(), entry.getValue()));
    }
    return new SideState(
        authority(root.path("authority").asText()), root.path("next").asLong(1), databases);
  }

  private static Authority authority(String name) {
    for (Authority authority : Authority.values()) {
      if (authority.name().equals(name)) {
        return authority;
      }
    }
    throw CatalogException.refused(
        Code.INTERNAL, "the annotation " + Marks.CATALOG + " names no authority");
  }

  private static SideState.Db database(String external, JsonNode node) {
    if (node.isNumber()) {
      return usual(node.asLong(), external);
    }
    SortedMap<String, SideState.Group> groups = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : node.path(GROUPS).properties()) {
      groups.put(entry.getKey(), group(entry.getKey(), entry.getValue()));
    }
    return new SideState.Db(
        node.path(ID).asLong(),
        node.path(NAME).asText(external),
        node.path(DROPPING).asBoolean(),
        groups);
  }

  private static SideState.Group group(String external, JsonNode node) {
    if (node.isNumber()) {
      return usualGroup(node.asLong(), external);
    }
    SortedMap<String, SideState.Part> shards = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : node.path(SHARDS).properties()) {
      shards.put(entry.getKey(), shard(entry.getKey(), entry.getValue()));
    }
    return new SideState.Group(
        node.path(ID).asLong(),
        node.path(NAME).asText(external),
        node.path(DROPPING).asBoolean(),
        shards);
  }

  private static SideState.Part shard(String external, JsonNode node) {
    return node.isNumber()
        ? new SideState.Part(node.asLong(), external)
        : new SideState.Part(node.path(ID).asLong(), node.path(NAME).asText(external));
  }
}
