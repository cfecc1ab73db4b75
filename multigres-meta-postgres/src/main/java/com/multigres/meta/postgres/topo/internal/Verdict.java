package com.multigres.meta.postgres.topo.internal;

import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;

/** What the functions in the schema said about one change; the order is known to them. */
public enum Verdict {
  DONE(Code.INTERNAL, "done"),
  NODE_EXISTS(Code.NODE_EXISTS, "a node stands there already (T7)"),
  NO_NODE(Code.NO_NODE, "no node stands there (T7)"),
  BAD_VERSION(Code.BAD_VERSION, "the node has been written since: it has another version (T7)"),
  SESSION_OVER(Code.SESSION_LOST, "the session to bind it to is over (T20)"),
  BELOW_BOUND(Code.BAD_INPUT, "it lies below a node that is bound to a session (T3)"),
  HAS_DESCENDANTS(Code.BAD_INPUT, "a node that is bound to a session has no descendants (T3)"),
  BOUND_ELSEWHERE(Code.NODE_EXISTS, "it is bound to another session (T21)"),
  NOT_BOUND_HERE(Code.BAD_INPUT, "it is not bound to this session (T21)"),
  LOCK_HELD(Code.LOCK_HELD, "somebody else holds the lock (T22)"),
  WAITING(Code.LOCK_HELD, "others are before in the lock's queue (T22)"),
  LOCK_LOST(Code.LOCK_LOST, "the lock is not held any more under that token (T23)"),
  FOREIGN_GUARD(Code.BAD_INPUT, "the guard is of a lock of another store (T23)");

  private static final Verdict[] ALL = values();

  private final Code code;
  private final String message;

  Verdict(Code code, String message) {
    this.code = code;
    this.message = message;
  }

  public static Verdict of(int number) {
    return ALL[number];
  }

  public TopoException refusal(TopoPath path) {
    return TopoException.refused(code, path, message);
  }
}
