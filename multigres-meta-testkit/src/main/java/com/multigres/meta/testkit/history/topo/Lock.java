package com.multigres.meta.testkit.history.topo;

import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.LockKind;

/** A lock, in whatever life of its store: in each it has one holder at a time. */
record Lock(TopoPath path, LockKind kind) {

  /** A lock in one life of its store: within it, tokens have an order. */
  record Life(Lock lock, String incarnation) {}

  static Life life(TopoPath path, LockKind kind, FencingToken token) {
    return new Life(new Lock(path, kind), token.backend() + ":" + token.incarnation());
  }
}
