package com.multigres.meta.testkit.topo.broken;

import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.Guard;
import com.multigres.meta.topo.lock.Leadership;

/** An office over another that passes everything on. */
class LeadershipLayer implements Leadership {
  protected final Leadership below;

  LeadershipLayer(Leadership below) {
    this.below = below;
  }

  @Override
  public String candidate() {
    return below.candidate();
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
  public boolean isLeader() {
    return below.isLeader();
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
