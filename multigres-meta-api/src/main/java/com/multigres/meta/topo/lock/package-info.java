/**
 * Locks that a store hands out, elections on top of them, and writes that a lock guards (rules
 * T22–T27).
 *
 * <pre>{@code
 * try (TopoLock lock = topo.locks().lock(shard, LockOptions.of("failover"))) {
 *   lock.onLost(() -> stopActing());
 *   topo.write(record, value, Expect.any(), Guard.holds(lock)); // LOCK_LOST once it has passed on
 * }
 * }</pre>
 *
 * <p>{@link com.multigres.meta.topo.lock.TopoLocks} asks for a lock, {@link
 * com.multigres.meta.topo.lock.TopoLock} is one that is held, {@link
 * com.multigres.meta.topo.lock.LockInfo} what anybody can read of it. A {@link
 * com.multigres.meta.topo.lock.FencingToken} numbers the grants of a lock; a {@link
 * com.multigres.meta.topo.lock.Guard} makes the store itself refuse a write of a holder whose lock
 * has passed on. {@link com.multigres.meta.topo.lock.Election} chooses one of many candidates.
 */
@NullMarked
package com.multigres.meta.topo.lock;

import org.jspecify.annotations.NullMarked;
