package com.multigres.meta.postgres.topo.internal;

import com.google.protobuf.UnsafeByteOperations;
import com.multigres.meta.postgres.internal.ServerWaits;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.LockInfo;
import com.multigres.meta.topo.lock.LockKind;
import com.multigres.meta.topo.spi.lock.LockContents;
import com.multigres.meta.topo.spi.lock.LockGrant;
import com.multigres.meta.topo.spi.lock.LockRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Places in the queues of locks: rows that live as long as their sessions. */
public final class LockRows {
  private static final String LOCK =
      """
      SELECT codes, counters FROM @schema@.lock_2(
        ?, ?, ?, make_interval(secs => ?), make_interval(secs => ?), ?, ?, ?, ?)
      """;
  private static final String REVOKE = "SELECT @schema@.revoke_2(?, ?, ?, ?)";
  private static final String GRANTED = "(extract(epoch FROM l.granted_at) * 1000000)::bigint";
  private static final String LOOK =
      "SELECT %s AS expired, l.session, l.token, h.incarnation, "
          + GRANTED
          + "%s FROM @history@ AS h LEFT JOIN @schema@.lock AS l ON l.session = ?";
  private static final String QUEUE =
      "SELECT %s AS expired, l.session, l.token, h.incarnation, "
          + GRANTED
          + ", l.kind, l.content%s FROM @history@ AS h"
          + " LEFT JOIN @schema@.lock AS l ON l.key = ? ORDER BY l.kind, l.ticket";

  private static final short EXCLUSIVE = 1;

  private final TopoDatabase database;
  private final NodeKeys keys;
  private final TopoWrites writes;
  private final TopoReads reads;

  /**
   * What became of the wish for a place.
   *
   * @param verdict done, waiting, or why not
   * @param grant the grant when it is done
   */
  public record Entered(Verdict verdict, Optional<LockGrant> grant) {}

  /**
   * A place that stands.
   *
   * @param grant empty while it waits
   */
  public record Standing(Optional<LockGrant> grant) {}

  public LockRows(TopoDatabase database, NodeKeys keys, TopoWrites writes, TopoReads reads) {
    this.database = database;
    this.keys = keys;
    this.writes = writes;
    this.reads = reads;
  }

  /**
   * Takes a place, and the lock where nobody is before: one round trip.
   *
   * @param doubt given what settles it, where nobody knows what becomes of it
   */
  public Entered enter(
      UUID session,
      LockRequest request,
      Duration first,
      boolean wait,
      Deadline deadline,
      Consumer<Consumer<Deadline>> doubt) {
    Reply reply =
        writes.submit(
            new TopoWrites.Submission() {
              @Override
              public Reply send(Connection connection, long writeId) throws SQLException {
                return LockRows.this.send(
                    connection, writeId, session, request, first, wait, deadline);
              }

              @Override
              public void leftInDoubt(Consumer<Deadline> settle) {
                doubt.accept(settle);
              }
            },
            failure -> {},
            deadline);
    Optional<LockGrant> grant =
        reply.verdict(0) == Verdict.DONE
            ? Optional.of(
                grant(
                    reply.counters().get(1),
                    reply.counters().get(0),
                    session,
                    reply.counters().get(2)))
            : Optional.empty();
    return new Entered(reply.verdict(0), grant);
  }

  private static short number(LockKind kind) {
    return kind == LockKind.EXCLUSIVE ? EXCLUSIVE : 0;
  }

  private Reply send(
      Connection connection,
      long writeId,
      UUID session,
      LockRequest request,
      Duration first,
      boolean wait,
      Deadline deadline)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(database.sql(LOCK))) {
      statement.setLong(1, writeId);
      statement.setInt(2, ServerWaits.lockMillis(deadline));
      statement.setObject(3, session);
      statement.setDouble(4, request.ttl().toNanos() / 1e9);
      statement.setDouble(5, first.toNanos() / 1e9);
      statement.setBytes(6, keys.key(request.path()).toByteArray());
      statement.setShort(7, number(request.kind()));
      statement.setBytes(8, LockContents.encode(request.content()).toByteArray());
      statement.setBoolean(9, wait);
      return Reply.of(writeId, statement);
    }
  }

  /** The place of a session; empty when it is gone. */
  public Optional<Standing> look(UUID session, Deadline deadline) {
    return reads.ask(
        LOOK,
        deadline,
        statement -> {
          statement.setObject(1, session);
          try (ResultSet row = statement.executeQuery()) {
            row.next();
            return new TopoReads.Answer<>(
                row.getBoolean(1),
                row.getObject(2) == null
                    ? Optional.empty()
                    : Optional.of(new Standing(grant(row))));
          }
        });
  }

  public List<LockInfo> queue(TopoPath path, Deadline deadline) {
    byte[] key = keys.key(path).toByteArray();
    return reads.ask(
        QUEUE,
        deadline,
        statement -> {
          statement.setBytes(1, key);
          try (ResultSet row = statement.executeQuery()) {
            return places(path, row);
          }
        });
  }

  private static TopoReads.Answer<List<LockInfo>> places(TopoPath path, ResultSet row)
      throws SQLException {
    List<LockInfo> places = new ArrayList<>();
    boolean expired = false;
    while (row.next()) {
      expired = row.getBoolean(1);
      byte @Nullable [] content = row.getBytes(7);
      if (content != null) {
        Optional<LockGrant> grant = grant(row);
        places.add(
            new LockInfo(
                path,
                row.getShort(6) == EXCLUSIVE ? LockKind.EXCLUSIVE : LockKind.QUEUE,
                LockContents.decode(UnsafeByteOperations.unsafeWrap(content)),
                grant.map(LockGrant::token),
                grant.flatMap(LockGrant::at)));
      }
    }
    return new TopoReads.Answer<>(expired, List.copyOf(places));
  }

  /** The grant in a row whose columns 2 to 5 describe one; empty for a waiter. */
  private static Optional<LockGrant> grant(ResultSet row) throws SQLException {
    long token = row.getLong(3);
    return row.wasNull()
        ? Optional.empty()
        : Optional.of(grant(row.getLong(4), token, row.getObject(2, UUID.class), row.getLong(5)));
  }

  private static LockGrant grant(long incarnation, long token, UUID session, long micros) {
    return new LockGrant(
        new FencingToken(Stamp.BACKEND, Long.toHexString(incarnation), token, session.toString()),
        Optional.of(Instant.EPOCH.plus(micros, ChronoUnit.MICROS)));
  }

  /** Takes a grant away; answers whether it held until now. */
  public boolean revoke(UUID session, long token, Deadline deadline) {
    return database.write(
        deadline,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(database.sql(REVOKE))) {
            statement.setLong(1, Request.newId());
            statement.setInt(2, ServerWaits.lockMillis(deadline));
            statement.setObject(3, session);
            statement.setLong(4, token);
            try (ResultSet row = statement.executeQuery()) {
              row.next();
              boolean held = row.getBoolean(1);
              TopoDatabase.ensureReplicated(statement);
              return held;
            }
          }
        });
  }
}
