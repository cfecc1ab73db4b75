package com.multigres.meta.k8s.topo;

import com.google.protobuf.ByteString;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import java.util.Optional;

/**
 * What is to be done to one node, and what must stand there.
 *
 * @param kind what
 * @param path where
 * @param value the value of a put
 * @param expect what must stand there
 * @param session whose it is to be, or, for {@code UNBIND}, whose it must be
 */
record Change(
    Kind kind, TopoPath path, ByteString value, Expect expect, Optional<SessionId> session) {

  enum Kind {
    PUT,
    DELETE,
    BIND,
    TAKE_OVER,
    UNBIND
  }

  static Change of(Mutation mutation) {
    if (mutation.expect() instanceof Expect.AtVersion at) {
      Stamp.of(mutation.path(), at.version());
    }
    if (mutation instanceof Mutation.Put put) {
      return new Change(Kind.PUT, put.path(), put.value(), put.expect(), put.session());
    }
    return new Change(
        Kind.DELETE, mutation.path(), ByteString.EMPTY, mutation.expect(), Optional.empty());
  }

  static Change binding(Kind kind, TopoPath path, Version expected, SessionId session) {
    return new Change(kind, path, ByteString.EMPTY, Expect.version(expected), Optional.of(session));
  }

  /** Takes out what a holder had, and nothing that came after it. */
  static Change deletion(TopoPath path, Version version) {
    return new Change(
        Kind.DELETE, path, ByteString.EMPTY, Expect.version(version), Optional.empty());
  }

  /** Whether it binds a node to a session. */
  boolean binds() {
    return session.isPresent() && kind != Kind.UNBIND;
  }

  /** Refuses what stands there, where that is not what must (rule T7). */
  void check(Optional<NodeObject> standing) {
    if (expect instanceof Expect.Absent) {
      if (standing.isPresent()) {
        throw refused(Code.NODE_EXISTS, "a node stands there (T7)");
      }
      return;
    }
    boolean writesAnyway = kind == Kind.PUT && expect instanceof Expect.Any;
    if (standing.isEmpty() && !writesAnyway) {
      throw refused(Code.NO_NODE, "no node stands there (T7)");
    }
    if (expect instanceof Expect.AtVersion at
        && !standing.orElseThrow().version(path).equals(at.version())) {
      throw refused(
          Code.BAD_VERSION,
          "it has the version " + standing.get().version(path) + ", not " + at.version() + " (T7)");
    }
    standing.flatMap(NodeObject::session).ifPresent(this::checkOwner);
    if (kind == Kind.UNBIND && standing.orElseThrow().session().isEmpty()) {
      throw refused(Code.BAD_INPUT, "it is bound to no session (T21)");
    }
  }

  private void checkOwner(SessionId owner) {
    boolean ours = session.filter(owner::equals).isPresent();
    if (kind == Kind.BIND && !ours) {
      throw refused(Code.NODE_EXISTS, "it is bound to session " + owner + " (T21)");
    }
    if (kind == Kind.UNBIND && !ours) {
      throw refused(Code.BAD_INPUT, "it is bound to another session, " + owner + " (T21)");
    }
  }

  private TopoException refused(Code code, String why) {
    return TopoException.refused(code, path, why);
  }
}
