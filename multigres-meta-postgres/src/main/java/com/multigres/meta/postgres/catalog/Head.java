package com.multigres.meta.postgres.catalog;

import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The generation row.
 *
 * @param position where the catalog stands
 * @param schemaVersion the stored schema's version
 * @param oldestReader the oldest library that may read
 */
record Head(Position position, int schemaVersion, int oldestReader) {
  static final String COLUMNS = "h.generation, h.change_id, h.schema_version, h.oldest_reader";

  static Head of(ResultSet row) throws SQLException {
    return new Head(
        new Position(row.getLong(1), new ChangeId(row.getString(2))), row.getInt(3), row.getInt(4));
  }
}
