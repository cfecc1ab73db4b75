package com.multigres.meta.cli.catalog.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.run.CliException;
import com.multigres.meta.model.ShardPlacement;
import com.multigres.meta.model.ShardState;
import com.multigres.meta.model.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * An exported catalog, read back: what its document says, checked for shape.
 *
 * @param databases the databases
 */
record CatalogDocument(List<DatabaseEntry> databases) {

  record DatabaseEntry(
      String name, boolean isDefault, boolean dropping, List<GroupEntry> tableGroups) {}

  record GroupEntry(
      String name,
      boolean isDefault,
      boolean dropping,
      List<ShardEntry> shards,
      List<TableName> tables) {}

  record ShardEntry(String name, ShardPlacement placement, ShardState state, long resharding) {}

  static CatalogDocument parse(String text, String file) {
    try {
      JsonNode root = Json.read(text);
      return new CatalogDocument(each(root, "databases", file, CatalogDocument::database));
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw CliException.badFile(file + ":" + line + ": not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static DatabaseEntry database(JsonNode json, String at) {
    return new DatabaseEntry(
        text(json, "name", at),
        flag(json, "default"),
        dropping(json),
        each(json, "tableGroups", at, CatalogDocument::group));
  }

  private static GroupEntry group(JsonNode json, String at) {
    return new GroupEntry(
        text(json, "name", at),
        flag(json, "default"),
        dropping(json),
        each(json, "shards", at, CatalogDocument::shard),
        json.has("tables") ? each(json, "tables", at, CatalogDocument::table) : List.of());
  }

  private static ShardEntry shard(JsonNode json, String at) {
    return new ShardEntry(
        text(json, "name", at),
        constant(json, "placement", at, ShardPlacement.ACTIVE, ShardPlacement::valueOf),
        constant(json, "state", at, ShardState.CREATING, ShardState::valueOf),
        json.path("resharding").asLong(0));
  }

  private static TableName table(JsonNode json, String at) {
    return new TableName(text(json, "schema", at), text(json, "name", at));
  }

  private interface Reader<T> {
    T read(JsonNode json, String at);
  }

  private static <T> List<T> each(JsonNode json, String field, String at, Reader<T> reader) {
    JsonNode array = json.path(field);
    if (!array.isArray()) {
      throw CliException.badFile(at + ": '" + field + "' is not a list");
    }
    List<T> all = new ArrayList<>();
    for (JsonNode element : array) {
      all.add(reader.read(element, at + ": " + field + "[" + all.size() + "]"));
    }
    return List.copyOf(all);
  }

  private static String text(JsonNode json, String field, String at) {
    JsonNode value = json.path(field);
    if (!value.isTextual()) {
      throw CliException.badFile(at + ": '" + field + "' is not a text");
    }
    return value.asText();
  }

  private static boolean flag(JsonNode json, String field) {
    return json.path(field).asBoolean(false);
  }

  private static boolean dropping(JsonNode json) {
    return json.path("state").asText("").equals("DROPPING");
  }

  private static <E> E constant(
      JsonNode json, String field, String at, E usual, Function<String, E> parse) {
    if (!json.has(field)) {
      return usual;
    }
    String text = text(json, field, at);
    try {
      return parse.apply(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw CliException.badFile(at + ": " + field + " '" + text + "' is unknown", e);
    }
  }
}
