package com.multigres.meta.testkit.topo.broken;

import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.Guard;
import com.multigres.meta.topo.lock.Leadership;
import com.multigres.meta.topo.lock.LockInfo;

/** An office that nobody gave. */
record BelievedTerm(String candidate, LockInfo info) implements Leadership {

  @Override
  public FencingToken token() {
    return info.token().orElseThrow();
  }

  @Override
  public Guard guard() {
    return new Guard(TopoPath.root(), info.path(), info.kind(), token());
  }

  @Override
  public boolean isLeader() {
    return true;
  }

  @Override
  public void check() {}

  @Override
  public Subscription onLost(Runnable listener) {
    return () -> {};
  }

  @Override
  public void close() {}
}
