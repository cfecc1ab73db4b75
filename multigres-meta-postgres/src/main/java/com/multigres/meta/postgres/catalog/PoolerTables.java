package com.multigres.meta.postgres.catalog;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.KeyRange;
import com.multigres.meta.model.TableName;
import com.multigres.meta.postgres.internal.PostgresAccess;
import com.multigres.meta.postgres.internal.PostgresConfig;
import com.multigres.meta.postgres.internal.PostgresFailure;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tablegroups, shards and tables that a pooler wrote into the schema {@code multigres} before
 * there was a catalog (rule P7), as changes that bring them into a fresh one. Reads only.
 */
public final class PoolerTables {
  private static final String GROUPS =
      "SELECT g.name, s.shard_name FROM multigres.tablegroup g LEFT JOIN multigres.shard s ON s.tablegroup_oid = g.oid"
          + " ORDER BY g.oid, s.key_range_start NULLS FIRST, s.oid";
  private static final String TABLES =
      "SELECT g.name, t.name FROM multigres.tablegroup_table t JOIN multigres.tablegroup g ON g.oid = t.tablegroup_oid"
          + " ORDER BY g.oid, t.oid";

  private PoolerTables() {}

  /**
   * Reads a pooler's tables.
   *
   * @param uri the address of the catalog's database
   * @param options how to reach it
   * @return the changes to apply; the same ones applied again alter nothing
   * @throws CatalogException {@code NOT_FOUND} where no pooler wrote any, {@code BAD_INPUT} for a
   *     shard whose name is no range
   */
  public static List<CatalogChange> read(String uri, StoreOptions options) {
    try {
      PostgresConfig config = PostgresConfig.of(StoreUri.parse(uri), options, CatalogOptions.NAMES);
      try (PostgresAccess access = PostgresAccess.open(config)) {
        return access.read(Deadline.after(config.timeout()), PoolerTables::changes);
      }
    } catch (IllegalArgumentException senseless) {
      throw CatalogException.badInput(String.valueOf(senseless.getMessage()));
    } catch (PostgresFailure failure) {
      CatalogException error = CatalogErrors.translate(failure);
      throw error.code() == Code.NOT_INITIALISED
          ? CatalogException.refused(
              Code.NOT_FOUND, "P7: there are no tables of a pooler in this database")
          : error;
    }
  }

  private static List<CatalogChange> changes(Connection connection) throws SQLException {
    List<CatalogChange> changes = new ArrayList<>();
    groups(connection)
        .forEach(
            (group, shards) -> {
              if (!group.equals(Catalog.DEFAULT_TABLE_GROUP)) {
                changes.add(
                    new CatalogChange.CreateTableGroup(
                        Catalog.DEFAULT_DATABASE, group, shards, true));
              }
            });
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(TABLES)) {
      while (rows.next()) {
        changes.add(
            new CatalogChange.PlaceTable(
                Catalog.DEFAULT_DATABASE, table(rows.getString(2)), rows.getString(1), true));
      }
    }
    return changes;
  }

  private static Map<String, List<String>> groups(Connection connection) throws SQLException {
    Map<String, List<String>> groups = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(GROUPS)) {
      while (rows.next()) {
        List<String> shards =
            groups.computeIfAbsent(rows.getString(1), absent -> new ArrayList<>());
        String shard = rows.getString(2);
        if (shard != null) {
          KeyRange.parse(shard);
          shards.add(shard);
        }
      }
    }
    return groups;
  }

  private static TableName table(String name) {
    int dot = name.indexOf('.');
    return dot < 0
        ? new TableName("public", name)
        : new TableName(name.substring(0, dot), name.substring(dot + 1));
  }
}
