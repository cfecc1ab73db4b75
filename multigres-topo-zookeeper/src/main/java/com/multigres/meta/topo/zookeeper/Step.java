package com.multigres.meta.topo.zookeeper;

import com.google.protobuf.ByteString;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.zookeeper.internal.View;

/** What is done to one node. */
sealed interface Step {
  TopoPath path();

  /** What must stand there before. */
  Expect expect();

  /** A write that leaves a node bound or free as it was, and makes a free one. */
  record Put(TopoPath path, ByteString value, Expect expect) implements Step {}

  /** A node is made that is bound. */
  record CreateBound(TopoPath path, ByteString value) implements Step {
    @Override
    public Expect expect() {
      return Expect.absent();
    }
  }

  /** A node is removed. */
  record Delete(TopoPath path, Expect expect) implements Step {}

  /** A node becomes bound, or free, and keeps its value (rule T21). */
  record Rebind(TopoPath path, Version expected, Kind kind, SessionId self) implements Step {
    /** How. */
    enum Kind {
      BIND,
      TAKE_OVER,
      UNBIND
    }

    @Override
    public Expect expect() {
      return Expect.version(expected);
    }

    /** Whether it belongs to somebody else, or to nobody where it must be our own. */
    boolean isOthers(View view) {
      boolean own = view.session().filter(self::equals).isPresent();
      return switch (kind) {
        case BIND -> view.isBound() && !own;
        case TAKE_OVER -> false;
        case UNBIND -> !own;
      };
    }

    private TopoException others() {
      return kind == Kind.UNBIND
          ? TopoException.badInput(path, "it is not bound to the session " + self + " (T21)")
          : TopoException.refused(Code.NODE_EXISTS, path, "it is bound to another session (T21)");
    }
  }

  static Step of(Mutation mutation) {
    if (mutation instanceof Mutation.Put put) {
      return put.session().isPresent()
          ? new CreateBound(put.path(), put.value())
          : new Put(put.path(), put.value(), put.expect());
    }
    return new Delete(mutation.path(), mutation.expect());
  }

  /** Whether the session of the connection that sends it owns the node afterwards. */
  default boolean binds() {
    return this instanceof CreateBound
        || (this instanceof Rebind rebind && rebind.kind != Rebind.Kind.UNBIND);
  }

  /** Refuses what does not stand as it should, in the order of the rules. */
  default void refuse(View view) {
    expected(path(), expect(), view);
    if (this instanceof Delete && !view.hasValue()) {
      throw missing(path());
    }
    if (this instanceof Rebind rebind && rebind.isOthers(view)) {
      throw rebind.others();
    }
  }

  static void expected(TopoPath path, Expect expect, View view) {
    if (expect instanceof Expect.Absent && view.hasValue()) {
      throw TopoException.refused(Code.NODE_EXISTS, path, "a node stands there (T7)");
    }
    if (expect instanceof Expect.AtVersion at) {
      if (!view.hasValue()) {
        throw missing(path);
      }
      Version standing = view.stamp(path).version(path);
      if (!standing.equals(at.version())) {
        throw TopoException.refused(
            Code.BAD_VERSION,
            path,
            "it has version %s, not the expected %s (T7)"
                .formatted(standing.token(), at.version().token()));
      }
    }
  }

  static TopoException missing(TopoPath path) {
    return TopoException.refused(Code.NO_NODE, path, "no node stands there (T7)");
  }
}
