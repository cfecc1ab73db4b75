package com.multigres.meta.topo.lock;

import com.multigres.meta.topo.TopoPath;

/**
 * A grant that must still hold when a write is applied (rule T23). The store itself checks it in
 * the same step, so that a holder that was asleep cannot overwrite its successor. Immutable.
 *
 * @param root the root of the store that granted the lock
 * @param path what is locked, below that root
 * @param kind how
 * @param token which grant
 */
public record Guard(TopoPath root, TopoPath path, LockKind kind, FencingToken token) {

  /**
   * Requires a lock to be held still.
   *
   * @param lock the lock, of the store that will be written to
   * @return the guard
   */
  public static Guard holds(TopoLock lock) {
    return lock.guard();
  }
}
