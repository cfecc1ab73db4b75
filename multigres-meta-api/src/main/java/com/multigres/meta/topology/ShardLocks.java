package com.multigres.meta.topology;

import com.multigres.meta.model.ShardKey;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.lock.LockInfo;
import com.multigres.meta.topo.lock.LockKind;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import java.util.List;
import java.util.Optional;

/**
 * The locks that actors on a shard take, shared with the other Multigres components: the queue of
 * the shard's directory, {@code databases/{db}/{tablegroup}/{shard}}. Safe for any number of
 * threads.
 */
public final class ShardLocks {
  private final TopoStore store;
  private final TopoLayout layout;

  ShardLocks(TopoStore store, TopoLayout layout) {
    this.store = store;
    this.layout = layout;
  }

  /**
   * Locks a shard, after those who asked before (rule T22).
   *
   * @param shard the shard, in external names
   * @param options for what, with which time to live, and how long to wait
   * @return the lock, held
   * @throws TopoException as {@link com.multigres.meta.topo.lock.TopoLocks#lock}; {@code BAD_INPUT}
   *     for a reserved name and for an exclusive lock
   */
  public TopoLock lock(ShardKey shard, LockOptions options) {
    requireQueue(options);
    return store.locks().lock(layout.shard(shard), options);
  }

  /**
   * Locks a shard that nobody else has locked or waits for; answers at once otherwise.
   *
   * @param shard the shard, in external names
   * @param options for what, and with which time to live
   * @return the lock, held
   * @throws TopoException as {@link com.multigres.meta.topo.lock.TopoLocks#tryLock}; {@code
   *     BAD_INPUT} for a reserved name and for an exclusive lock
   */
  public TopoLock tryLock(ShardKey shard, LockOptions options) {
    requireQueue(options);
    return store.locks().tryLock(layout.shard(shard), options);
  }

  private static void requireQueue(LockOptions options) {
    if (options.kind() != LockKind.QUEUE) {
      throw TopoException.badInput("a shard's lock is a queue, not one node");
    }
  }

  /**
   * Who holds a shard's lock and who waits for it (rule T26).
   *
   * @param shard the shard, in external names
   * @return the holder first, then the waiters in their order
   * @throws TopoException {@code BAD_INPUT} for a reserved name
   */
  public List<LockInfo> queue(ShardKey shard) {
    return store.locks().queue(layout.shard(shard)).stream()
        .filter(info -> info.kind() == LockKind.QUEUE)
        .toList();
  }

  /**
   * Who holds a shard's lock.
   *
   * @param shard the shard, in external names
   * @return the holder; empty when nobody does
   * @throws TopoException {@code BAD_INPUT} for a reserved name
   */
  public Optional<LockInfo> holder(ShardKey shard) {
    return store.locks().holder(layout.shard(shard), LockKind.QUEUE);
  }
}
