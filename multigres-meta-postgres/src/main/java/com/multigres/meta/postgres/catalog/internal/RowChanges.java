package com.multigres.meta.postgres.catalog.internal;

import com.google.protobuf.ByteString;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.Database;
import com.multigres.meta.model.Shard;
import com.multigres.meta.model.TableGroup;
import com.multigres.meta.model.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rows in which two catalogs differ, as statements. What the later catalog shares with the
 * earlier one is passed over by identity, so that the work grows with the change, not with the
 * catalog. Used once.
 */
@SuppressWarnings(
    "ReferenceEquality") // identity is what tells shared parts from changed ones without comparing
// them
public final class RowChanges {
  private final CatalogSchema schema;
  private final Catalog before;
  private final Catalog after;
  private final Set<TableName> mentioned;
  private final List<Object[]> databases = new ArrayList<>();
  private final List<Object[]> groups = new ArrayList<>();
  private final List<@Nullable Object[]> shards = new ArrayList<>();
  private final List<Object[]> tables = new ArrayList<>();

  public RowChanges(
      CatalogSchema schema, Catalog before, Catalog after, List<CatalogChange> changes) {
    this.schema = schema;
    this.before = before;
    this.after = after;
    this.mentioned = mentioned(changes);
  }

  /**
   * Only changes that name a table can place, move or remove one; a dropped parent takes its own
   * along in the server.
   */
  private static Set<TableName> mentioned(List<CatalogChange> changes) {
    Set<TableName> names = new TreeSet<>((a, b) -> a.toString().compareTo(b.toString()));
    for (CatalogChange change : changes) {
      if (change instanceof CatalogChange.PlaceTable place) {
        names.add(place.table());
      } else if (change instanceof CatalogChange.MoveTable move) {
        names.add(move.table());
      } else if (change instanceof CatalogChange.RemoveTable remove) {
        names.add(remove.table());
      } else if (change instanceof CatalogChange.RenameTable rename) {
        names.add(rename.table());
        names.add(rename.newName());
      }
    }
    return names;
  }

  public void addTo(SqlBatch batch) {
    if (before.databases().isEmpty()) {
      batch.add(
          schema.sql("INSERT INTO ${schema}.settings (authority) VALUES (?)"),
          after.authority().name());
    } else if (before.authority() != after.authority()) {
      batch.add(
          schema.sql("UPDATE ${schema}.settings SET authority = ?"), after.authority().name());
    }
    Map<Long, Database> old = byId(before.databasesNotSharedWith(after), Database::id);
    after
        .databasesNotSharedWith(before)
        .forEach(database -> compare(batch, old.remove(database.id()), database));
    old.keySet()
        .forEach(id -> batch.add(schema.sql("DELETE FROM ${schema}.database WHERE id = ?"), id));
    batch.insert(
        schema.sql(
            "INSERT INTO ${schema}.database (id, name, external_name, is_default, dropping)"),
        5,
        copy(databases));
    batch.insert(
        schema.sql(
            "INSERT INTO ${schema}.tablegroup (id, database_id, name, external_name, is_default,"
                + " dropping)"),
        6,
        copy(groups));
    batch.insert(
        schema.sql(
            "INSERT INTO ${schema}.shard (id, tablegroup_id, name, external_name, range_start,"
                + " range_end, placement, state, resharding_id)"),
        9,
        shards);
    batch.insert(
        schema.sql(
            "INSERT INTO ${schema}.placed_table (database_id, tablegroup_id, schema_name, name)"),
        4,
        copy(tables));
  }

  private static List<@Nullable Object[]> copy(List<Object[]> rows) {
    return new ArrayList<>(rows);
  }

  private void compare(SqlBatch batch, @Nullable Database old, Database now) {
    if (old == null) {
      databases.add(
          new Object[] {
            now.id(), now.name(), now.externalName(), now.isDefault(), now.isDropping()
          });
    } else if (!old.name().equals(now.name()) || old.isDropping() != now.isDropping()) {
      batch.add(
          schema.sql("UPDATE ${schema}.database SET name = ?, dropping = ? WHERE id = ?"),
          now.name(),
          now.isDropping(),
          now.id());
    }
    Map<Long, TableGroup> oldGroups =
        byId(old == null ? List.of() : old.tableGroups(), TableGroup::id);
    for (TableGroup group : now.tableGroups()) {
      TableGroup was = oldGroups.remove(group.id());
      if (was != group) {
        compare(batch, now, was, group);
      }
    }
    oldGroups
        .keySet()
        .forEach(id -> batch.add(schema.sql("DELETE FROM ${schema}.tablegroup WHERE id = ?"), id));
    mentioned.forEach(table -> compareTable(batch, old, now, table));
  }

  private void compare(SqlBatch batch, Database in, @Nullable TableGroup old, TableGroup now) {
    if (old == null) {
      groups.add(
          new Object[] {
            now.id(), in.id(), now.name(), now.externalName(), now.isDefault(), now.isDropping()
          });
    } else if (!old.name().equals(now.name()) || old.isDropping() != now.isDropping()) {
      batch.add(
          schema.sql("UPDATE ${schema}.tablegroup SET name = ?, dropping = ? WHERE id = ?"),
          now.name(),
          now.isDropping(),
          now.id());
    }
    Map<Long, Shard> oldShards = byId(old == null ? List.of() : old.shards(), Shard::id);
    for (Shard shard : now.shards()) {
      Shard was = oldShards.remove(shard.id());
      if (was == null) {
        shards.add(row(now, shard));
      } else if (!was.equals(shard)) {
        batch.add(
            schema.sql(
                "UPDATE ${schema}.shard SET placement = ?, state = ?, resharding_id = ? WHERE id ="
                    + " ?"),
            shard.placement().name(),
            shard.state().name(),
            shard.reshardingId(),
            shard.id());
      }
    }
    oldShards
        .keySet()
        .forEach(id -> batch.add(schema.sql("DELETE FROM ${schema}.shard WHERE id = ?"), id));
  }

  private static @Nullable Object[] row(TableGroup in, Shard shard) {
    return new @Nullable Object[] {
      shard.id(),
      in.id(),
      shard.name(),
      shard.externalName(),
      bytes(shard.range().start()),
      bytes(shard.range().end()),
      shard.placement().name(),
      shard.state().name(),
      shard.reshardingId()
    };
  }

  private static byte @Nullable [] bytes(ByteString bound) {
    return bound.isEmpty() ? null : bound.toByteArray();
  }

  private void compareTable(SqlBatch batch, @Nullable Database old, Database now, TableName table) {
    Long was = old == null ? null : old.tableGroupOf(table).map(TableGroup::id).orElse(null);
    Long is = now.tableGroupOf(table).map(TableGroup::id).orElse(null);
    if (was == null && is != null) {
      tables.add(new Object[] {now.id(), is, table.schema(), table.name()});
    } else if (was != null && is == null && now.tableGroup((long) was).isPresent()) {
      batch.add(
          schema.sql(
              "DELETE FROM ${schema}.placed_table WHERE database_id = ? AND schema_name = ? AND"
                  + " name = ?"),
          now.id(),
          table.schema(),
          table.name());
    } else if (was != null && is != null && !was.equals(is)) {
      batch.add(
          schema.sql(
              "UPDATE ${schema}.placed_table SET tablegroup_id = ?"
                  + " WHERE database_id = ? AND schema_name = ? AND name = ?"),
          is,
          now.id(),
          table.schema(),
          table.name());
    }
  }

  private static <T> Map<Long, T> byId(Collection<T> all, Function<T, Long> id) {
    Map<Long, T> found = new HashMap<>();
    all.forEach(one -> found.put(id.apply(one), one));
    return found;
  }
}
