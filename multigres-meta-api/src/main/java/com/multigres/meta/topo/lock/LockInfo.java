package com.multigres.meta.topo.lock;

import com.multigres.meta.topo.TopoPath;
import java.time.Instant;
import java.util.Optional;

/**
 * Somebody's place at a lock: the holder's or a waiter's (rule T26). Immutable.
 *
 * @param path what is locked
 * @param kind how
 * @param content who asked, when and for what
 * @param token the grant's fencing token; empty for a waiter
 * @param granted since when it is held, by the server's clock; empty for a waiter and where the
 *     backend cannot say
 */
public record LockInfo(
    TopoPath path,
    LockKind kind,
    LockContent content,
    Optional<FencingToken> token,
    Optional<Instant> granted) {

  /**
   * Whether this place holds the lock.
   *
   * @return false for a waiter
   */
  public boolean holds() {
    return token.isPresent();
  }
}
