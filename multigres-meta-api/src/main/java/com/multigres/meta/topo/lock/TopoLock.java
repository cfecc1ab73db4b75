package com.multigres.meta.topo.lock;

import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import java.time.Duration;

/**
 * A lock that was granted. It is renewed in the background and held until the first of: its
 * release, the news that it was lost, or the granted time to live less a margin since the last
 * acknowledged renewal was sent, on a clock that goes on while the machine sleeps (rule T22).
 * Thread-safe.
 */
public interface TopoLock extends AutoCloseable {

  /**
   * What is locked.
   *
   * @return the path
   */
  TopoPath path();

  /**
   * What others read of this lock (rule T26).
   *
   * @return this holder's place
   */
  LockInfo info();

  /**
   * The number of this grant (rule T23).
   *
   * @return the fencing token
   */
  FencingToken token();

  /**
   * The condition that a write is guarded with (rule T23); {@link Guard#holds} reads better.
   *
   * @return the guard
   */
  Guard guard();

  /**
   * The granted time to live (rule T22).
   *
   * @return how long the lock outlives a holder that stopped renewing
   */
  Duration ttl();

  /**
   * Whether the lock is held, as far as can be told here and now without asking the server.
   *
   * @return false from the loss or the release on
   */
  boolean isHeld();

  /**
   * Refuses to go on without the lock (rule T25). Asks no server: what must not be done twice is
   * guarded ({@link #guard}) as well.
   *
   * @throws TopoException {@code LOCK_LOST} from the loss on, {@code CLOSED} from the release on
   */
  void check();

  /**
   * Asks to be told when the lock is lost (rule T25). A lock that is lost already tells at once.
   * Releasing tells nobody.
   *
   * @param listener called once, on a thread of the store
   * @return ends the asking
   */
  Subscription onLost(Runnable listener);

  /**
   * Releases the lock. Releasing twice is harmless, and so is releasing a lost lock (rule T24).
   *
   * @throws TopoException with outcome {@code UNKNOWN} when the store was out of reach until the
   *     deadline: the lock is free after its time to live
   */
  @Override
  void close();
}
