package com.multigres.meta.postgres.catalog;

import com.multigres.meta.testkit.catalog.Backup;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Copies a catalog's tables, and puts them back as a restore does: below all triggers. */
final class SchemaBackup implements Backup {
  private static final List<String> TABLES =
      List.of(
          "head",
          "fence",
          "settings",
          "database",
          "tablegroup",
          "shard",
          "placed_table",
          "position",
          "log",
          "log_delta",
          "change");

  private final CatalogDatabase database;
  private final String schema;

  SchemaBackup(CatalogDatabase database, String schema) {
    this.database = database;
    this.schema = schema;
    database.sql("CREATE SCHEMA " + copy());
    for (String table : TABLES) {
      database.sql("CREATE TABLE " + copy() + "." + table + " AS TABLE " + schema + "." + table);
    }
  }

  private String copy() {
    return schema + "_copy";
  }

  @Override
  public void restore() {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      CatalogDatabase.sql(connection, "SET LOCAL session_replication_role = replica");
      for (String table : TABLES) {
        CatalogDatabase.sql(
            connection,
            "DELETE FROM " + schema + "." + table,
            "INSERT INTO "
                + schema
                + "."
                + table
                + " OVERRIDING SYSTEM VALUE SELECT * FROM "
                + copy()
                + "."
                + table);
      }
      connection.commit();
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
