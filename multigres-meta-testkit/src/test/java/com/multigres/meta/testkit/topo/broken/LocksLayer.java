package com.multigres.meta.testkit.topo.broken;

import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topo.lock.Election;
import com.multigres.meta.topo.lock.LockInfo;
import com.multigres.meta.topo.lock.LockKind;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import com.multigres.meta.topo.lock.TopoLocks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Locks over others that pass everything on. */
class LocksLayer implements TopoLocks {
  protected final TopoLocks below;

  LocksLayer(TopoLocks below) {
    this.below = below;
  }

  /** A store whose locks have a layer. */
  static UnaryOperator<TopoStore> over(UnaryOperator<TopoLocks> layer) {
    return real ->
        new TopoLayer(real) {
          @Override
          public TopoStore withTimeout(Duration timeout) {
            return over(layer).apply(below.withTimeout(timeout));
          }

          @Override
          public TopoLocks locks() {
            return layer.apply(below.locks());
          }
        }.store();
  }

  /** A store each of whose held locks has a layer. */
  static UnaryOperator<TopoStore> held(UnaryOperator<TopoLock> layer) {
    return over(
        real ->
            new LocksLayer(real) {
              @Override
              public TopoLock lock(TopoPath path, LockOptions options) {
                return layer.apply(below.lock(path, options));
              }

              @Override
              public TopoLock tryLock(TopoPath path, LockOptions options) {
                return layer.apply(below.tryLock(path, options));
              }
            });
  }

  @Override
  public TopoLock lock(TopoPath path, LockOptions options) {
    return below.lock(path, options);
  }

  @Override
  public TopoLock tryLock(TopoPath path, LockOptions options) {
    return below.tryLock(path, options);
  }

  @Override
  public List<LockInfo> queue(TopoPath path) {
    return below.queue(path);
  }

  @Override
  public boolean revoke(LockInfo holder) {
    return below.revoke(holder);
  }

  @Override
  public Watch follow(TopoPath path, LockKind kind, Consumer<Optional<LockInfo>> listener) {
    return below.follow(path, kind, listener);
  }

  @Override
  public Election election(TopoPath path) {
    return below.election(path);
  }
}
