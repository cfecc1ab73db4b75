package com.multigres.meta.testkit.history.topo;

import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.LockKind;

/** A lock in one life of its store: within it, tokens have an order. */
record Lock(TopoPath path, LockKind kind, String incarnation) {

  static Lock of(TopoPath path, LockKind kind, FencingToken token) {
    return new Lock(path, kind, token.backend() + ":" + token.incarnation());
  }
}
