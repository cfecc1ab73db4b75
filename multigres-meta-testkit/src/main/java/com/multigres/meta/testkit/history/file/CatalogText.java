package com.multigres.meta.testkit.history.file;

import com.multigres.meta.model.Authority;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogBuilder;
import com.multigres.meta.model.Database;
import com.multigres.meta.model.KeyRange;
import com.multigres.meta.model.Shard;
import com.multigres.meta.model.ShardPlacement;
import com.multigres.meta.model.ShardState;
import com.multigres.meta.model.TableGroup;
import com.multigres.meta.model.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A whole catalog as JSON, with all that makes it equal to another: equal texts, equal catalogs.
 */
final class CatalogText {
  private CatalogText() {}

  static Map<String, Object> of(Catalog catalog) {
    return new Fields.Draft()
        .put("authority", catalog.authority())
        .put("nextId", catalog.nextId())
        .put("databases", catalog.databases().stream().map(CatalogText::database).toList())
        .members();
  }

  private static Map<String, Object> database(Database database) {
    return named(database.id(), database.name(), database.externalName())
        .put("default", database.isDefault())
        .put("dropping", database.isDropping())
        .put(
            "tablegroups",
            database.tableGroups().stream().map(one -> group(database, one)).toList())
        .members();
  }

  private static Map<String, Object> group(Database database, TableGroup group) {
    List<List<String>> tables = new ArrayList<>();
    database.tablesOf(group).forEach(table -> tables.add(List.of(table.schema(), table.name())));
    return named(group.id(), group.name(), group.externalName())
        .put("default", group.isDefault())
        .put("dropping", group.isDropping())
        .put("shards", group.shards().stream().map(CatalogText::shard).toList())
        .put("tables", tables)
        .members();
  }

  private static Map<String, Object> shard(Shard shard) {
    return named(shard.id(), shard.name(), shard.externalName())
        .put("range", shard.range().shardName())
        .put("placement", shard.placement())
        .put("state", shard.state())
        .put("resharding", shard.reshardingId())
        .members();
  }

  private static Fields.Draft named(long id, String name, String externalName) {
    return new Fields.Draft().put("id", id).put("name", name).put("external", externalName);
  }

  static Catalog read(Fields fields) {
    CatalogBuilder builder =
        Catalog.builder()
            .authority(Authority.valueOf(fields.text("authority")))
            .nextId(fields.number("nextId"));
    fields.objects("databases").forEach(database -> addDatabase(builder, database));
    return builder.build();
  }

  private static void addDatabase(CatalogBuilder builder, Fields database) {
    long id = database.number("id");
    builder.database(
        id,
        database.text("name"),
        database.text("external"),
        database.isTrue("default"),
        database.isTrue("dropping"));
    database.objects("tablegroups").forEach(group -> addGroup(builder, id, group));
  }

  private static void addGroup(CatalogBuilder builder, long database, Fields group) {
    long id = group.number("id");
    builder.tableGroup(
        database,
        id,
        group.text("name"),
        group.text("external"),
        group.isTrue("default"),
        group.isTrue("dropping"));
    group.objects("shards").forEach(shard -> builder.shard(id, shard(shard)));
    for (TableName table : group.tables("tables")) {
      builder.table(id, table.schema(), table.name());
    }
  }

  private static Shard shard(Fields shard) {
    return new Shard(
        shard.number("id"),
        shard.text("name"),
        shard.text("external"),
        KeyRange.parse(shard.text("range")),
        ShardPlacement.valueOf(shard.text("placement")),
        ShardState.valueOf(shard.text("state")),
        shard.number("resharding"));
  }
}
