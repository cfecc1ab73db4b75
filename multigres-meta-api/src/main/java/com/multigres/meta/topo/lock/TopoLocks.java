package com.multigres.meta.topo.lock;

import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Watch;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The locks of a store (rules T22–T27). A lock has a path, which may be any, the root included, and
 * a {@link LockKind}; two locks of different kinds at one path are two locks. Any call may also
 * fail as {@link com.multigres.meta.topo.TopoStore} says. Thread-safe.
 */
public interface TopoLocks {

  /**
   * Takes a lock, waiting in its queue for those who asked before (rule T22). An exclusive lock is
   * not waited for.
   *
   * @param path what to lock
   * @param options for what, how, and how long to wait
   * @return the lock, held; closed with the store if not before
   * @throws TopoException {@code TIMEOUT} or {@code INTERRUPTED} when the wait ended without it,
   *     and nothing is left behind (rule T24); {@code LOCK_HELD} for an exclusive lock that
   *     somebody holds; {@code BAD_INPUT} for a time to live that cannot be granted; {@code
   *     UNSUPPORTED} without {@code LOCKS}
   */
  TopoLock lock(TopoPath path, LockOptions options);

  /**
   * Takes a lock that is free and that nobody waits for; answers at once otherwise (rule T22). Only
   * with a grace period ({@link LockOptions#stealing}) that much is waited.
   *
   * @param path what to lock
   * @param options for what and how
   * @return the lock, held; closed with the store if not before
   * @throws TopoException {@code LOCK_HELD}, naming the holder; else as {@link #lock}
   */
  TopoLock tryLock(TopoPath path, LockOptions options);

  /**
   * Who holds a lock and who waits for it (rule T26). Of both kinds of lock at the path.
   *
   * @param path what is locked
   * @return the holder first, then the waiters in their order; empty when it is free
   */
  List<LockInfo> queue(TopoPath path);

  /**
   * Who holds a lock (rule T26).
   *
   * @param path what is locked
   * @param kind how
   * @return the holder; empty when it is free
   */
  default Optional<LockInfo> holder(TopoPath path, LockKind kind) {
    return queue(path).stream().filter(place -> place.kind() == kind && place.holds()).findFirst();
  }

  /**
   * Takes a lock away from its holder, who is told (rule T25); whoever waits next gets it. Of
   * harmless effect when that grant is over already.
   *
   * @param holder the grant to end
   * @return whether it was that holder's until now
   */
  boolean revoke(LockInfo holder);

  /**
   * Follows who holds a lock. The first call tells the present holder, or that there is none; each
   * later one a change. Holders in between may be left out, the last one never is, and none comes
   * after its successor.
   *
   * @param path what is locked
   * @param kind how
   * @param listener called in order, on a thread of the store; empty for a free lock
   * @return ends the following, as a watch does (rule T16)
   */
  Watch follow(TopoPath path, LockKind kind, Consumer<Optional<LockInfo>> listener);

  /**
   * The election at a path (rule T27). It is the queue lock of that path: its holder leads.
   *
   * @param path what is led
   * @return the election; it holds nothing and need not be closed
   */
  Election election(TopoPath path);
}
