package com.multigres.meta.cli.catalog.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.cli.change.Changing;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.model.Database;
import com.multigres.meta.model.Shard;
import com.multigres.meta.model.TableGroup;
import com.multigres.meta.model.TableName;
import java.util.List;
import java.util.Optional;

/** The catalog as JSON. */
public final class CatalogJson {
  private CatalogJson() {}

  /** A whole catalog. */
  public static ObjectNode of(Optional<String> cluster, CatalogSnapshot snapshot) {
    ObjectNode json = Json.object();
    json.set("cluster", Json.text(cluster));
    json.set("position", Changing.position(snapshot.position()));
    json.put("authority", snapshot.catalog().authority().name());
    json.set("databases", Json.array(snapshot.catalog().databases(), CatalogJson::database));
    return json;
  }

  private static ObjectNode database(Database database) {
    ObjectNode json = databaseAlone(database);
    json.set("tableGroups", Json.array(database.tableGroups(), group -> group(database, group)));
    return json;
  }

  /** A database without what it holds. */
  public static ObjectNode databaseAlone(Database database) {
    return Json.object()
        .put("name", database.name())
        .put("default", database.isDefault())
        .put("state", database.state().name())
        .put("id", database.id())
        .put("externalName", database.externalName());
  }

  private static ObjectNode group(Database database, TableGroup group) {
    ObjectNode json = groupAlone(database, group);
    json.set("shards", Json.array(group.shards(), CatalogJson::shard));
    List<TableName> tables = database.tablesOf(group).toList();
    json.set("tables", Json.array(tables, CatalogJson::table));
    return json;
  }

  /** A tablegroup without what it holds. */
  public static ObjectNode groupAlone(Database database, TableGroup group) {
    return Json.object()
        .put("name", group.name())
        .put("default", group.isDefault())
        .put("state", database.stateOf(group).name())
        .put("id", group.id())
        .put("externalName", group.externalName());
  }

  /** A shard. */
  public static ObjectNode shard(Shard shard) {
    ObjectNode json = Json.object().put("name", shard.name());
    json.putObject("keyRange")
        .put("start", shard.range().startHex())
        .put("end", shard.range().endHex());
    json.put("placement", shard.placement().name())
        .put("state", shard.state().name())
        .put("id", shard.id())
        .put("externalName", shard.externalName());
    return shard.isResharding()
        ? json.put("resharding", shard.reshardingId())
        : json.set("resharding", Json.nothing());
  }

  /** A table's name. */
  public static ObjectNode table(TableName table) {
    return Json.object().put("schema", table.schema()).put("name", table.name());
  }
}
