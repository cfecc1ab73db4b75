package com.multigres.meta.postgres.topo.internal;

import com.google.protobuf.ByteString;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.lock.Guard;
import com.multigres.meta.topo.lock.LockKind;
import com.multigres.meta.topo.spi.TopoArguments;
import java.util.Optional;
import java.util.UUID;

/**
 * One line of a request, as the functions in the schema take it.
 *
 * @param kind what to do
 * @param path where
 * @param value the value of a put, else empty
 * @param wants what must stand there
 * @param at the version that must stand there, with {@link Wants#VERSION}
 * @param session the session that it is about
 */
public record Change(
    Kind kind, TopoPath path, ByteString value, Wants wants, Stamp at, Optional<UUID> session) {

  /** What to do, and the number by which the functions know it. */
  public enum Kind {
    PUT(0),
    DELETE(1),
    BIND(2),
    TAKE_OVER(3),
    UNBIND(4),
    CHECK(5);

    private final short number;

    Kind(int number) {
      this.number = (short) number;
    }

    short number() {
      return number;
    }
  }

  /** What must stand there, and the number by which the functions know it. */
  public enum Wants {
    ANY(0),
    ABSENT(1),
    VERSION(2),
    EXISTS(3),
    HOLDS_QUEUE(4),
    HOLDS_NODE(5);

    private final short number;

    Wants(int number) {
      this.number = (short) number;
    }

    short number() {
      return number;
    }
  }

  public static Change of(Mutation mutation) {
    Kind kind = mutation instanceof Mutation.Put ? Kind.PUT : Kind.DELETE;
    ByteString value = mutation instanceof Mutation.Put put ? put.value() : ByteString.EMPTY;
    Optional<SessionId> session =
        mutation instanceof Mutation.Put put ? put.session() : Optional.empty();
    return new Change(
        kind,
        mutation.path(),
        value,
        wants(mutation.expect()),
        at(mutation.path(), mutation.expect()),
        session.map(id -> SessionIds.uuid(mutation.path(), id)));
  }

  private static Wants wants(Expect expect) {
    return expect instanceof Expect.Any
        ? Wants.ANY
        : expect instanceof Expect.Absent ? Wants.ABSENT : Wants.VERSION;
  }

  private static Stamp at(TopoPath path, Expect expect) {
    return expect instanceof Expect.AtVersion at ? Stamp.of(path, at.version()) : Stamp.NONE;
  }

  public static Change of(Batch.Condition condition) {
    TopoPath path = condition.path();
    if (condition instanceof Batch.Condition.Holds holds) {
      return holds(holds.guard());
    }
    if (condition instanceof Batch.Condition.HasVersion has) {
      return check(path, Wants.VERSION, Stamp.of(path, has.version()));
    }
    boolean exists = condition instanceof Batch.Condition.Exists;
    return check(path, exists ? Wants.EXISTS : Wants.ABSENT, Stamp.NONE);
  }

  /** A grant is its token, with the store's incarnation in the place of a write id. */
  private static Change holds(Guard guard) {
    try {
      return new Change(
          Kind.CHECK,
          guard.path(),
          ByteString.EMPTY,
          guard.kind() == LockKind.QUEUE ? Wants.HOLDS_QUEUE : Wants.HOLDS_NODE,
          new Stamp(
              guard.token().number(), Long.parseUnsignedLong(guard.token().incarnation(), 16)),
          Optional.of(UUID.fromString(guard.token().grant())));
    } catch (IllegalArgumentException notOurs) {
      throw TopoArguments.foreign(guard);
    }
  }

  private static Change check(TopoPath path, Wants wants, Stamp at) {
    return new Change(Kind.CHECK, path, ByteString.EMPTY, wants, at, Optional.empty());
  }

  /** A change of a node's session, whose version is known. */
  public static Change binding(Kind kind, TopoPath path, Version expected, UUID session) {
    return new Change(
        kind,
        path,
        ByteString.EMPTY,
        Wants.VERSION,
        Stamp.of(path, expected),
        Optional.of(session));
  }
}
