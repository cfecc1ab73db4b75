package com.multigres.meta.topo;

import com.google.protobuf.ByteString;
import java.util.Optional;

/** One write among several (rule T10). */
public sealed interface Mutation {

  /**
   * Where it writes.
   *
   * @return the node's path
   */
  TopoPath path();

  /**
   * What it expects to find.
   *
   * @return the expectation
   */
  Expect expect();

  /**
   * Writes a value.
   *
   * @param path the node
   * @param value the value
   * @param expect what must stand there
   * @return the mutation
   */
  static Mutation put(TopoPath path, ByteString value, Expect expect) {
    return new Put(path, value, expect, Optional.empty());
  }

  /**
   * Creates a node bound to a session; fails with {@code NODE_EXISTS} where one stands.
   *
   * @param path the node
   * @param value the value
   * @param session an open session of the same store
   * @return the mutation
   */
  static Mutation createBound(TopoPath path, ByteString value, SessionId session) {
    return new Put(path, value, Expect.absent(), Optional.of(session));
  }

  /**
   * Deletes a node.
   *
   * @param path the node
   * @param expect what must stand there; {@link Expect#absent} makes no sense and is {@code
   *     BAD_INPUT}
   * @return the mutation
   */
  static Mutation delete(TopoPath path, Expect expect) {
    return new Delete(path, expect);
  }

  /**
   * Writes a value.
   *
   * @param path the node
   * @param value the value
   * @param expect what must stand there
   * @param session the session to bind a new node to; only with {@link Expect#absent}, because
   *     binding a node that stands is an operation of its own (rule T21)
   */
  record Put(TopoPath path, ByteString value, Expect expect, Optional<SessionId> session)
      implements Mutation {

    // Refuses to bind what may stand already.
    public Put {
      if (session.isPresent() && !(expect instanceof Expect.Absent)) {
        throw TopoException.badInput(
            path, "only a node that is created can be bound by a write (T21)");
      }
    }
  }

  /**
   * Deletes a node.
   *
   * @param path the node
   * @param expect what must stand there
   */
  record Delete(TopoPath path, Expect expect) implements Mutation {

    // Refuses to delete what must not be there.
    public Delete {
      if (expect instanceof Expect.Absent) {
        throw TopoException.badInput(path, "a delete cannot expect the node to be absent (T7)");
      }
    }
  }
}
