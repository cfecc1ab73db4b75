package com.multigres.meta.topo.spi.lock;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.lock.LockInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A backend's part of locks. Every call is checked for sense before and translates its client's
 * errors. Thread-safe.
 */
public interface LockBackend {

  /**
   * The time to live of a lock that was asked for without one.
   *
   * @return the default
   */
  Duration defaultTtl();

  /**
   * Takes a place at the end of the queue and begins to renew it, in one step that also grants the
   * lock where nobody is before.
   *
   * @param request what is asked for
   * @param wait whether a place behind others will do; never for an exclusive lock
   * @param deadline when to give up
   * @return the place
   * @throws TopoException {@code LOCK_HELD} without wait where others are before; whenever it
   *     fails, nothing is left behind, or goes by its time to live
   */
  LockPlace enter(LockRequest request, boolean wait, Deadline deadline);

  /**
   * Looks whether a place is the holder's.
   *
   * @param place the place
   * @param deadline when to give up
   * @return the grant; empty while others are before
   * @throws TopoException {@code LOCK_LOST} when the place is gone
   */
  Optional<LockGrant> look(LockPlace place, Deadline deadline);

  /**
   * Stops renewing a place and gives it up; whoever is next holds the lock. Harmless when the place
   * is gone.
   *
   * @param place the place
   * @param deadline when to give up
   * @throws TopoException with outcome {@code UNKNOWN} when the server was out of reach: the place
   *     goes by its time to live
   */
  void leave(LockPlace place, Deadline deadline);

  /**
   * Reads the queues of both kinds of lock at a path.
   *
   * @param path what is locked
   * @param deadline when to give up
   * @return holders before waiters, these in their order
   */
  List<LockInfo> queue(TopoPath path, Deadline deadline);

  /**
   * Takes a grant away.
   *
   * @param holder the holder as it was read
   * @param deadline when to give up
   * @return whether it held until now
   */
  boolean revoke(LockInfo holder, Deadline deadline);
}
