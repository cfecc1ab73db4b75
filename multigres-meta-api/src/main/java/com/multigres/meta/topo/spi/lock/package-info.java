/**
 * Locks and elections for every backend: for authors of a {@link
 * com.multigres.meta.topo.TopoStore}, not for its users.
 *
 * <p>A backend writes {@link com.multigres.meta.topo.spi.lock.LockBackend}: to enter a queue, to
 * look at one's place, to leave it, to read the queue. {@link
 * com.multigres.meta.topo.spi.lock.StoreLocks} makes of it the {@link
 * com.multigres.meta.topo.lock.TopoLocks} of the contract. What changed is said through {@link
 * com.multigres.meta.topo.spi.lock.LockSignals}. {@link
 * com.multigres.meta.topo.spi.lock.LockContents} reads and writes what holders say of themselves.
 */
@NullMarked
package com.multigres.meta.topo.spi.lock;

import org.jspecify.annotations.NullMarked;
