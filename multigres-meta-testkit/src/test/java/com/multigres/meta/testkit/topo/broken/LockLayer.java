package com.multigres.meta.testkit.topo.broken;

import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.Guard;
import com.multigres.meta.topo.lock.LockInfo;
import com.multigres.meta.topo.lock.TopoLock;
import java.time.Duration;

/** A held lock over another that passes everything on. */
class LockLayer implements TopoLock {
  protected final TopoLock below;

  LockLayer(TopoLock below) {
    this.below = below;
  }

  @Override
  public TopoPath path() {
    return below.path();
  }

  @Override
  public LockInfo info() {
    return below.info();
  }

  @Override
  public FencingToken token() {
    return below.token();
  }

  @Override
  public Guard guard() {
    return below.guard();
  }

  @Override
  public Duration ttl() {
    return below.ttl();
  }

  @Override
  public boolean isHeld() {
    return below.isHeld();
  }

  @Override
  public void check() {
    below.check();
  }

  @Override
  public Subscription onLost(Runnable listener) {
    return below.onLost(listener);
  }

  @Override
  public void close() {
    below.close();
  }
}
