package com.multigres.meta.topo.spi.lock;

import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topo.lock.Election;
import com.multigres.meta.topo.lock.LockInfo;
import com.multigres.meta.topo.lock.LockKind;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import com.multigres.meta.topo.lock.TopoLocks;
import com.multigres.meta.topo.spi.CallbackThreads;
import com.multigres.meta.topo.spi.StoreLife;
import com.multigres.meta.topo.spi.TopoArguments;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The locks of a store, on top of a backend's part (rules T22–T27). Thread-safe. */
public final class StoreLocks implements TopoLocks {
  private final LockParts parts;

  /**
   * The locks of one view of a store.
   *
   * @param backend the backend's part
   * @param arguments refuses what no backend takes
   * @param life whether the store is open; held locks are closed with it
   * @param threads where listeners run
   * @param signals where the backend says that a lock may have passed on
   * @param timeout how long a call of the view may take
   */
  public StoreLocks(
      LockBackend backend,
      TopoArguments arguments,
      StoreLife life,
      CallbackThreads threads,
      LockSignals signals,
      Duration timeout) {
    this.parts = new LockParts(backend, arguments, life, threads, signals, timeout);
  }

  @Override
  public TopoLock lock(TopoPath path, LockOptions options) {
    return take(path, options, true, options.patience().orElse(parts.timeout()));
  }

  @Override
  public TopoLock tryLock(TopoPath path, LockOptions options) {
    return take(path, options, false, parts.timeout());
  }

  private TopoLock take(TopoPath path, LockOptions options, boolean wait, Duration patience) {
    parts.life().ensureOpen();
    parts.arguments().lock(path, options.kind());
    Duration ttl = options.ttl().orElse(parts.backend().defaultTtl());
    parts.arguments().ttl(ttl);
    LockRequest request =
        new LockRequest(
            path, options.kind(), Asker.content(options.action(), options.details()), ttl);
    parts.arguments().value(path, LockContents.encode(request.content()));
    return new LockAcquisition(parts, request, wait, options.stealAfter(), patience).run();
  }

  @Override
  public List<LockInfo> queue(TopoPath path) {
    parts.life().ensureOpen();
    parts.arguments().directory(path);
    return parts.backend().queue(path, parts.call());
  }

  @Override
  public boolean revoke(LockInfo holder) {
    parts.life().ensureOpen();
    parts.arguments().lock(holder.path(), holder.kind());
    if (!holder.holds()) {
      throw TopoException.badInput(holder.path(), "a waiter holds nothing that could be revoked");
    }
    return parts.backend().revoke(holder, parts.call());
  }

  @Override
  public Watch follow(TopoPath path, LockKind kind, Consumer<Optional<LockInfo>> listener) {
    parts.life().ensureOpen();
    parts.arguments().lock(path, kind);
    LockFollowing following = new LockFollowing(parts, path, kind, listener);
    return parts.life().adopt(following);
  }

  @Override
  public Election election(TopoPath path) {
    parts.life().ensureOpen();
    parts.arguments().lock(path, LockKind.QUEUE);
    return new QueueElection(this, path);
  }
}
