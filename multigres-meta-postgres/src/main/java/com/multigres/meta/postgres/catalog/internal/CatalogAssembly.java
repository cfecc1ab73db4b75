package com.multigres.meta.postgres.catalog.internal;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.model.Authority;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogBuilder;
import com.multigres.meta.model.KeyRange;
import com.multigres.meta.model.Shard;
import com.multigres.meta.model.ShardPlacement;
import com.multigres.meta.model.ShardState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts a catalog together from its rows. Used once. */
public final class CatalogAssembly {
  // The shards of a tablegroup are one row with a list for each column: a row of its own for each
  // costs both sides several times as much, and grouping by one indexed column needs no sorting.
  // All lists are of one pass over the same rows, so that what has the same place in them is one
  // shard. Its range is what its name spells (C2).
  public static final String SQL =
      """
      SELECT 0, h.generation, h.next_id, h.change_id, s.authority, h.schema_version::text || ' ' || h.oldest_reader::text,
          NULL::text, NULL::text, NULL::text
          FROM ${schema}.head h, ${schema}.settings s
      UNION ALL SELECT 1, id, 0, name, external_name, is_default::text || dropping::text, NULL, NULL, NULL
          FROM ${schema}.database
      UNION ALL SELECT 2, id, database_id, name, external_name, is_default::text || dropping::text, NULL, NULL, NULL
          FROM ${schema}.tablegroup
      UNION ALL SELECT 3, tablegroup_id, 0, pg_catalog.string_agg(id::text, ','), pg_catalog.string_agg(name, ','),
          pg_catalog.string_agg(external_name::text, ','), pg_catalog.string_agg(placement::text, ','),
          pg_catalog.string_agg(state::text, ','), pg_catalog.string_agg(resharding_id::text, ',')
          FROM ${schema}.shard GROUP BY tablegroup_id
      UNION ALL SELECT 4, tablegroup_id, 0, name, schema_name, NULL, NULL, NULL, NULL FROM ${schema}.placed_table
      """;

  private final CatalogSchema schema;
  private final CatalogBuilder builder = Catalog.builder();
  private final Map<String, Named> names = new HashMap<>();
  private Position position = new Position(0, new ChangeId("none"));

  /** A shard's name and the range that it spells, once for all shards that have it. */
  private record Named(String name, KeyRange range) {}

  public CatalogAssembly(CatalogSchema schema) {
    this.schema = schema;
  }

  public CatalogSnapshot of(ResultSet rows) throws SQLException {
    while (rows.next()) {
      switch (rows.getInt(1)) {
        case 0 -> head(rows);
        case 1 ->
            builder.database(
                rows.getLong(2),
                rows.getString(4),
                rows.getString(5),
                isDefault(rows),
                isDropping(rows));
        case 2 ->
            builder.tableGroup(
                rows.getLong(3),
                rows.getLong(2),
                rows.getString(4),
                rows.getString(5),
                isDefault(rows),
                isDropping(rows));
        case 3 -> shards(rows);
        default -> builder.table(rows.getLong(2), rows.getString(5), rows.getString(4));
      }
    }
    return new CatalogSnapshot(builder.build(), position, Duration.ZERO);
  }

  private void head(ResultSet row) throws SQLException {
    position = new Position(row.getLong(2), new ChangeId(row.getString(4)));
    builder.nextId(row.getLong(3)).authority(Authority.valueOf(row.getString(5)));
    String[] versions = row.getString(6).split(" ", 2);
    schema.allow(Integer.parseInt(versions[0]), Integer.parseInt(versions[1]), "read");
  }

  private static boolean isDefault(ResultSet row) throws SQLException {
    return row.getString(6).startsWith("true");
  }

  private static boolean isDropping(ResultSet row) throws SQLException {
    return row.getString(6).endsWith("true");
  }

  private void shards(ResultSet row) throws SQLException {
    long group = row.getLong(2);
    CommaList ids = new CommaList(row.getString(4));
    CommaList spelled = new CommaList(row.getString(5));
    CommaList externals = new CommaList(row.getString(6));
    CommaList placements = new CommaList(row.getString(7));
    CommaList states = new CommaList(row.getString(8));
    CommaList reshardings = new CommaList(row.getString(9));
    while (ids.hasNext()) {
      long id = Long.parseLong(ids.next());
      Named named = named(spelled.next());
      String external = externals.next();
      builder.shard(
          group,
          new Shard(
              id,
              named.name(),
              external.equals(named.name()) ? named.name() : external,
              named.range(),
              placement(placements.next()),
              state(states.next()),
              Long.parseLong(reshardings.next())));
    }
    if (spelled.hasNext() || externals.hasNext()) {
      throw corrupt("a shard of tablegroup #" + group + " has a broken name", null);
    }
  }

  private Named named(String name) {
    Named known = names.get(name);
    if (known == null) {
      try {
        known = new Named(name, KeyRange.parse(name));
      } catch (IllegalArgumentException misnamed) {
        throw corrupt("a stored shard's name is broken: " + misnamed.getMessage(), misnamed);
      }
      names.put(name, known);
    }
    return known;
  }

  private static ShardPlacement placement(String name) {
    try {
      return ShardPlacement.valueOf(name);
    } catch (IllegalArgumentException unknown) {
      throw corrupt("a shard has the unknown placement '" + name + "'", unknown);
    }
  }

  private static ShardState state(String name) {
    try {
      return ShardState.valueOf(name);
    } catch (IllegalArgumentException unknown) {
      throw corrupt("a shard has the unknown state '" + name + "'", unknown);
    }
  }

  private static CatalogException corrupt(String what, @Nullable Throwable cause) {
    CatalogException error =
        CatalogException.refused(Code.INTERNAL, "C2: " + what + "; run a full check");
    if (cause != null) {
      error.initCause(cause);
    }
    return error;
  }
}
