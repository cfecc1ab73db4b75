package com.multigres.meta.postgres.topo.internal;

import com.multigres.meta.postgres.internal.ServerWaits;
import com.multigres.meta.store.Deadline;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/**
 * Changes on their way to the server, with the identity by which they can be found again.
 *
 * @param writeId random, never zero
 * @param changes what to do
 * @param atomic together or not at all, or each for itself
 */
public record Request(long writeId, List<Change> changes, boolean atomic) {
  private static final String APPLY =
      "SELECT codes, counters FROM @schema@.apply_1(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  public static long newId() {
    return ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
  }

  public Reply send(Connection connection, TopoDatabase database, NodeKeys keys, Deadline deadline)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(database.sql(APPLY))) {
      statement.setLong(1, writeId);
      statement.setBoolean(2, atomic);
      statement.setInt(3, ServerWaits.lockMillis(deadline));
      statement.setArray(4, shorts(connection, change -> change.kind().number()));
      statement.setArray(5, bytes(connection, change -> keys.key(change.path()).toByteArray()));
      statement.setArray(6, bytes(connection, change -> change.value().toByteArray()));
      statement.setArray(7, shorts(connection, change -> change.wants().number()));
      statement.setArray(8, longs(connection, change -> change.at().counter()));
      statement.setArray(9, longs(connection, change -> change.at().writeId()));
      UUID[] sessions =
          changes.stream().map(change -> change.session().orElse(null)).toArray(UUID[]::new);
      statement.setArray(10, connection.createArrayOf("uuid", sessions));
      return Reply.of(writeId, statement);
    }
  }

  private Array shorts(Connection connection, Function<Change, Short> part) throws SQLException {
    return connection.createArrayOf("int2", changes.stream().map(part).toArray(Short[]::new));
  }

  private Array longs(Connection connection, Function<Change, Long> part) throws SQLException {
    return connection.createArrayOf("int8", changes.stream().map(part).toArray(Long[]::new));
  }

  private Array bytes(Connection connection, Function<Change, byte[]> part) throws SQLException {
    return connection.createArrayOf("bytea", changes.stream().map(part).toArray(byte[][]::new));
  }
}
