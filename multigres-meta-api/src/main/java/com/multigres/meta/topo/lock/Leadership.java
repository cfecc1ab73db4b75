package com.multigres.meta.topo.lock;

import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.TopoException;

/** An office that was won. At most one leader holds each token (rule T27). Thread-safe. */
public interface Leadership extends AutoCloseable {

  /**
   * The name that the candidate gave.
   *
   * @return the candidate
   */
  String candidate();

  /**
   * The number of this term of office: later leaders have larger ones (rule T23).
   *
   * @return the fencing token
   */
  FencingToken token();

  /**
   * What a write is guarded with, so that it is refused once somebody else leads (rule T23).
   *
   * @return the guard
   */
  Guard guard();

  /**
   * Whether the office is held, as far as can be told here and now without asking the server.
   *
   * @return false from the loss or resignation on
   */
  boolean isLeader();

  /**
   * Refuses to go on without the office.
   *
   * @throws TopoException {@code LOCK_LOST} from the loss on, {@code CLOSED} from the resignation
   *     on
   */
  void check();

  /**
   * Asks to be told when the office is lost (rule T25). Resigning tells nobody.
   *
   * @param listener called once, on a thread of the store
   * @return ends the asking
   */
  Subscription onLost(Runnable listener);

  /**
   * Resigns: the next candidate is elected. Resigning twice is harmless.
   *
   * @throws TopoException as {@link TopoLock#close}
   */
  @Override
  void close();
}
