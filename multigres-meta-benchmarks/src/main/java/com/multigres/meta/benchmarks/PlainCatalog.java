package com.multigres.meta.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The plainest JDBC code that reads and changes such a catalog: a statement for each step, prepared
 * by the driver, on one connection that stays open, in tables of its own without a single trigger.
 * What it reads is as usable as the library's catalog: everything under its name, shards in the
 * order of their ranges. What it changes is as durable, numbered, logged under a unique id and
 * announced. It trusts everybody: no deadline, no interrupt, no pool, no rule but the one step.
 */
final class PlainCatalog implements AutoCloseable {
  /** A database with its tablegroups by id. */
  record PlainDatabase(
      long id,
      String name,
      String externalName,
      boolean isDefault,
      boolean dropping,
      Map<String, PlainGroup> groups) {}

  /** A tablegroup with its shards and tables. */
  record PlainGroup(
      long id,
      String name,
      String externalName,
      boolean isDefault,
      boolean dropping,
      List<PlainShard> shards,
      List<PlainTable> tables) {}

  /** A shard; its bounds stay the arrays that the driver made, null for an open one. */
  @SuppressWarnings("ArrayRecordComponent") // the plainest code would not copy them
  record PlainShard(
      long id,
      String name,
      String externalName,
      byte @Nullable [] start,
      byte @Nullable [] end,
      String placement,
      String state,
      long reshardingId) {}

  /** A table's name. */
  record PlainTable(String schema, String name) {}

  /** Where the catalog stands. */
  record PlainPosition(long generation, String changeId) {}

  private static final String COPY =
      """
      DROP SCHEMA IF EXISTS plain CASCADE;
      CREATE SCHEMA plain;
      CREATE TABLE plain.head AS SELECT generation, change_id FROM multigres_catalog.head;
      CREATE TABLE plain.log (generation bigint PRIMARY KEY, change_id text NOT NULL UNIQUE, author text NOT NULL,
        at timestamptz NOT NULL DEFAULT clock_timestamp(), what text NOT NULL);
      CREATE TABLE plain.database AS SELECT * FROM multigres_catalog.database;
      ALTER TABLE plain.database ADD PRIMARY KEY (id), ADD UNIQUE (name);
      CREATE TABLE plain.tablegroup AS SELECT * FROM multigres_catalog.tablegroup;
      ALTER TABLE plain.tablegroup ADD PRIMARY KEY (id), ADD UNIQUE (database_id, name);
      CREATE TABLE plain.shard AS SELECT * FROM multigres_catalog.shard;
      ALTER TABLE plain.shard ADD PRIMARY KEY (id), ADD UNIQUE (tablegroup_id, name);
      CREATE TABLE plain.placed_table AS SELECT * FROM multigres_catalog.placed_table;
      ALTER TABLE plain.placed_table ADD PRIMARY KEY (database_id, schema_name, name);
      """;

  private static final Comparator<PlainShard> BY_START =
      Comparator.comparing(
          PlainShard::start,
          Comparator.nullsFirst((left, right) -> Arrays.compareUnsigned(left, right)));

  private final Connection connection;

  PlainCatalog(Connection connection) {
    this.connection = connection;
  }

  /** Makes the plain tables, with the rows that the library's have now. */
  void copy() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(COPY);
      statement.execute("VACUUM ANALYZE");
    }
  }

  /** Everything, a statement for each table, all of one moment. */
  Map<String, PlainDatabase> read() throws SQLException {
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    Map<Long, PlainDatabase> databases = new HashMap<>();
    Map<Long, PlainGroup> groups = new HashMap<>();
    readDatabases(databases);
    readGroups(databases, groups);
    readShards(groups);
    readTables(groups);
    connection.commit();
    connection.setAutoCommit(true);
    groups.values().forEach(group -> group.shards().sort(BY_START));
    Map<String, PlainDatabase> byName = new HashMap<>();
    databases.values().forEach(database -> byName.put(database.name(), database));
    return byName;
  }

  private void readDatabases(Map<Long, PlainDatabase> into) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement(
                "SELECT id, name, external_name, is_default, dropping FROM plain.database");
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        into.put(
            row.getLong(1),
            new PlainDatabase(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getBoolean(4),
                row.getBoolean(5),
                new HashMap<>()));
      }
    }
  }

  private void readGroups(Map<Long, PlainDatabase> databases, Map<Long, PlainGroup> into)
      throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement(
                "SELECT id, database_id, name, external_name, is_default, dropping FROM"
                    + " plain.tablegroup");
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        PlainGroup group =
            new PlainGroup(
                row.getLong(1),
                row.getString(3),
                row.getString(4),
                row.getBoolean(5),
                row.getBoolean(6),
                new ArrayList<>(),
                new ArrayList<>());
        into.put(group.id(), group);
        parent(databases, row.getLong(2)).groups().put(group.name(), group);
      }
    }
  }

  private void readShards(Map<Long, PlainGroup> groups) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement(
                "SELECT id, tablegroup_id, name, external_name, range_start, range_end, placement,"
                    + " state, resharding_id FROM plain.shard");
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        parent(groups, row.getLong(2))
            .shards()
            .add(
                new PlainShard(
                    row.getLong(1),
                    row.getString(3),
                    row.getString(4),
                    row.getBytes(5),
                    row.getBytes(6),
                    row.getString(7),
                    row.getString(8),
                    row.getLong(9)));
      }
    }
  }

  private void readTables(Map<Long, PlainGroup> groups) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement(
                "SELECT tablegroup_id, schema_name, name FROM plain.placed_table");
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        parent(groups, row.getLong(1))
            .tables()
            .add(new PlainTable(row.getString(2), row.getString(3)));
      }
    }
  }

  private static <T> T parent(Map<Long, T> all, long id) {
    T found = all.get(id);
    if (found == null) {
      throw new IllegalStateException("nothing has the id " + id);
    }
    return found;
  }

  /** Where the catalog stands: what tells that nothing changed. */
  PlainPosition position() throws SQLException {
    return position("SELECT generation, change_id FROM plain.head");
  }

  private PlainPosition position(String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return new PlainPosition(row.getLong(1), row.getString(2));
    }
  }

  /** Another state for one shard, in a transaction: lock, look, change, log, announce. */
  PlainPosition setState(String database, String group, String shard, String state, String changeId)
      throws SQLException {
    connection.setAutoCommit(false);
    PlainPosition now = position("SELECT generation, change_id FROM plain.head FOR UPDATE");
    PlainPosition next = new PlainPosition(now.generation() + 1, changeId);
    long id = shardThatIsNot(state, database, group, shard);
    update("UPDATE plain.shard SET state = ? WHERE id = ?", state, id);
    update(
        "UPDATE plain.head SET generation = ?, change_id = ?", next.generation(), next.changeId());
    update(
        "INSERT INTO plain.log (generation, change_id, author, what) VALUES (?, ?, ?, ?)",
        next.generation(),
        next.changeId(),
        "somebody",
        "set state " + database + " " + group + " " + shard + " " + state);
    announce(next);
    connection.commit();
    connection.setAutoCommit(true);
    return next;
  }

  /** Wakes who follows the catalog. */
  private void announce(PlainPosition next) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT pg_notify('plain', ?)")) {
      statement.setString(1, Long.toString(next.generation()));
      statement.execute();
    }
  }

  private long shardThatIsNot(String state, String database, String group, String shard)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT s.id, s.state FROM plain.shard s JOIN plain.tablegroup t ON t.id ="
                + " s.tablegroup_id JOIN plain.database d ON d.id = t.database_id WHERE d.name = ?"
                + " AND t.name = ? AND s.name = ?")) {
      statement.setString(1, database);
      statement.setString(2, group);
      statement.setString(3, shard);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next() || row.getString(2).equals(state)) {
          throw new IllegalStateException("shard " + shard + " is not there or already " + state);
        }
        return row.getLong(1);
      }
    }
  }

  private void update(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      if (statement.executeUpdate() != 1) {
        throw new IllegalStateException("not one row: " + sql);
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
