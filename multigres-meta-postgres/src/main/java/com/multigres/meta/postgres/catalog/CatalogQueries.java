package com.multigres.meta.postgres.catalog;

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
import com.multigres.meta.model.Violation;
import com.multigres.meta.postgres.internal.ReplicationWarnings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The questions that are asked of a catalog as it stands. Thread-safe. */
final class CatalogQueries {
  // A shard's range is what its name spells (C2), and what siblings have in common they share, so
  // that each travels once: the shards of a tablegroup that stand alike are one text.
  private static final String WHOLE =
      """
      SELECT 0, h.generation, h.next_id, h.change_id, s.authority, h.schema_version::text || ' ' || h.oldest_reader::text
          FROM ${schema}.head h, ${schema}.settings s
      UNION ALL SELECT 1, id, 0, name, external_name, is_default::text || dropping::text FROM ${schema}.database
      UNION ALL SELECT 2, id, database_id, name, external_name, is_default::text || dropping::text
          FROM ${schema}.tablegroup
      UNION ALL SELECT 3, resharding_id, tablegroup_id,
          pg_catalog.string_agg(id::text || ' ' || name || CASE WHEN external_name = name THEN '' ELSE ' ' || external_name END, ','),
          placement, state
          FROM ${schema}.shard GROUP BY tablegroup_id, placement, state, resharding_id
      UNION ALL SELECT 4, tablegroup_id, 0, name, schema_name, NULL FROM ${schema}.placed_table
      """;
  private static final String STANDING =
      "SELECT "
          + Head.COLUMNS
          + ", pg_catalog.pg_is_in_recovery(),"
          + " pg_catalog.current_setting('synchronous_standby_names') <> ''";
  private static final String HEAD = STANDING + " FROM ${schema}.head h";
  // Waits for the standbys like any commit, and so proves that this server is still the primary
  // (P8).
  private static final String PROVEN_HEAD =
      STANDING
          + ", CASE WHEN pg_catalog.pg_is_in_recovery() THEN NULL"
          + " ELSE pg_catalog.pg_logical_emit_message(true, ${channel}, '') END"
          + " FROM ${schema}.head h";
  private static final String STANDBY_HEAD =
      "SELECT " + Head.COLUMNS + ", false, false FROM ${schema}.head h";
  private static final String KNOWN =
      "SELECT EXISTS (SELECT 1 FROM ${schema}.position WHERE generation = ? AND change_id = ?)";
  private static final String MISNAMED =
      "SELECT s.name, s.id FROM ${schema}.shard s WHERE NOT ${schema}.spells(s.name, s.range_start,"
          + " s.range_end)";
  // What a server says that was demoted: not the one to ask.
  private static final String READ_ONLY = "25006";

  private final CatalogSchema schema;
  private volatile boolean hasSynchronousStandbys;

  CatalogQueries(CatalogSchema schema) {
    this.schema = schema;
  }

  /**
   * Where the catalog stands. A server with synchronous standbys proves that it is still the
   * primary, whatever its address says: a gateway or a virtual address may lead elsewhere by now. A
   * standby does not answer.
   *
   * @param proven whether the proof is asked for in any case
   */
  Head head(Connection connection, boolean proven) throws SQLException {
    if (proven || hasSynchronousStandbys) {
      return head(connection, PROVEN_HEAD);
    }
    Head head = head(connection, HEAD);
    return hasSynchronousStandbys ? head(connection, PROVEN_HEAD) : head;
  }

  /** Whether the server was seen to have synchronous standbys, which each proof waits for. */
  boolean proves() {
    return hasSynchronousStandbys;
  }

  /** Where a server stands that need not be the primary. */
  Head standbyHead(Connection connection) throws SQLException {
    return head(connection, STANDBY_HEAD);
  }

  private Head head(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(schema.sql(sql));
        ResultSet row = statement.executeQuery()) {
      row.next();
      Head head = Head.of(row);
      schema.allow(head.schemaVersion(), head.oldestReader(), "read");
      if (row.getBoolean(5)) {
        throw new SQLException("the server is a standby", READ_ONLY);
      }
      if (row.getBoolean(6)) {
        hasSynchronousStandbys = true;
      }
      ReplicationWarnings.refuse(statement.getWarnings());
      return head;
    }
  }

  boolean knows(Connection connection, Position position) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(schema.sql(KNOWN))) {
      statement.setLong(1, position.generation());
      statement.setString(2, position.changeId().value());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  /** The whole catalog, in one statement (P5). */
  CatalogSnapshot whole(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(schema.sql(WHOLE));
        ResultSet rows = statement.executeQuery()) {
      return new Assembly(schema).of(rows);
    }
  }

  /** What is wrong with the history, where triggers were switched off. */
  List<Violation> historyFaults(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement(
                schema.sql("SELECT rule, message FROM ${schema}.history_faults()"));
        ResultSet rows = statement.executeQuery()) {
      List<Violation> found = new ArrayList<>();
      while (rows.next()) {
        found.add(new Violation(rows.getString(1), rows.getString(2)));
      }
      return found;
    }
  }

  /** What is wrong with names that the reading of a catalog relies on. */
  List<Violation> misnamedShards(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(schema.sql(MISNAMED));
        ResultSet rows = statement.executeQuery()) {
      List<Violation> found = new ArrayList<>();
      while (rows.next()) {
        found.add(
            new Violation(
                "C2",
                "shard \""
                    + rows.getString(1)
                    + "\" #"
                    + rows.getLong(2)
                    + " has a name that does not spell its range"));
      }
      return found;
    }
  }

  /** Puts a catalog together from the rows of the whole. Used once. */
  private static final class Assembly {
    private final CatalogSchema schema;
    private final CatalogBuilder builder = Catalog.builder();
    private final Map<String, Named> names = new HashMap<>();
    private Position position = new Position(0, new ChangeId("none"));

    /** A shard's name and the range that it spells, once for all shards that have it. */
    private record Named(String name, KeyRange range) {}

    Assembly(CatalogSchema schema) {
      this.schema = schema;
    }

    CatalogSnapshot of(ResultSet rows) throws SQLException {
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

    /**
     * Shards that stand alike: {@code ID NAME} or {@code ID NAME EXTERNAL-NAME}, with commas
     * between.
     */
    private void shards(ResultSet row) throws SQLException {
      long resharding = row.getLong(2);
      long group = row.getLong(3);
      String all = row.getString(4);
      ShardPlacement placement = placement(row.getString(5));
      ShardState state = state(row.getString(6));
      for (int from = 0; from < all.length(); ) {
        int comma = all.indexOf(',', from);
        int to = comma < 0 ? all.length() : comma;
        int behindId = all.indexOf(' ', from);
        if (behindId < 0 || behindId > to) {
          throw corrupt("a shard of tablegroup #" + group + " has a broken name", null);
        }
        int space = all.indexOf(' ', behindId + 1);
        int behindName = space < 0 || space > to ? to : space;
        Named named = named(all.substring(behindId + 1, behindName));
        String external = behindName == to ? named.name() : all.substring(behindName + 1, to);
        long id = Long.parseLong(all, from, behindId, 10);
        builder.shard(
            group,
            new Shard(id, named.name(), external, named.range(), placement, state, resharding));
        from = to + 1;
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
}
