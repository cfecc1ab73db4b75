package com.multigres.meta.topology;

import com.multigres.meta.model.ShardKey;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.lock.LockInfo;
import com.multigres.meta.topo.lock.LockKind;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import java.time.Duration;
import java.util.Optional;

/**
 * The locks of shards' backups, shared with the other Multigres components: one node, {@code
 * backups/{db}/{tablegroup}/{shard}/lock}, of which the second to come is refused at once, and
 * which a failover may steal. Safe for any number of threads.
 */
public final class BackupLocks {
  /** How long a backup's lock outlives its dead holder unless the options say otherwise. */
  public static final Duration DEFAULT_TTL = Duration.ofSeconds(30);

  private final TopoStore store;
  private final TopoLayout layout;

  BackupLocks(TopoStore store, TopoLayout layout) {
    this.store = store;
    this.layout = layout;
  }

  /**
   * Locks a shard's backup, or is refused at once. With a grace period ({@link
   * LockOptions#stealing}) a present holder is told to end, and the lock is handed out when that
   * time has passed.
   *
   * @param shard the shard, in external names
   * @param options for what, with which time to live, and whether to steal
   * @return the lock, held
   * @throws TopoException {@code LOCK_HELD} when another backup runs; {@code BAD_INPUT} for a
   *     reserved name; else as {@link com.multigres.meta.topo.lock.TopoLocks#tryLock}
   */
  public TopoLock tryLock(ShardKey shard, LockOptions options) {
    LockOptions exclusive = options.exclusive();
    return store
        .locks()
        .tryLock(
            layout.backupLock(shard),
            exclusive.ttl().isPresent() ? exclusive : exclusive.ttl(DEFAULT_TTL));
  }

  /**
   * Who holds the lock of a shard's backup (rule T26).
   *
   * @param shard the shard, in external names
   * @return the holder; empty when nobody does
   * @throws TopoException {@code BAD_INPUT} for a reserved name
   */
  public Optional<LockInfo> holder(ShardKey shard) {
    return store.locks().holder(layout.backupLock(shard), LockKind.EXCLUSIVE);
  }

  /**
   * Takes the lock of a shard's backup from whoever holds it, who is told (rule T25).
   *
   * @param shard the shard, in external names
   * @return whether somebody held it
   * @throws TopoException {@code BAD_INPUT} for a reserved name
   */
  public boolean revoke(ShardKey shard) {
    return holder(shard).map(store.locks()::revoke).orElse(false);
  }
}
