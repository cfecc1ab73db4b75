package com.multigres.meta.postgres.internal;

import com.multigres.meta.store.Deadline;

/** How long the server may wait on our behalf. */
public final class ServerWaits {
  private ServerWaits() {}

  /**
   * How long the server may wait for a lock: it gives up before we do, so that we know, and so that
   * nobody queues there for a caller who left. It may wait so long twice, once for its place in the
   * queue and once for the lock.
   *
   * @param deadline the caller's
   * @return milliseconds, at least one
   */
  public static int lockMillis(Deadline deadline) {
    long left = deadline.remaining().toMillis();
    return (int) Math.max(1, Math.min(left * 9 / 20, Integer.MAX_VALUE));
  }
}
