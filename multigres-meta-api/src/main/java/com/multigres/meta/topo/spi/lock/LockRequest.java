package com.multigres.meta.topo.spi.lock;

import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.lock.LockContent;
import com.multigres.meta.topo.lock.LockKind;
import java.time.Duration;

/**
 * What is asked for. Immutable.
 *
 * @param path what to lock
 * @param kind how
 * @param content what the asker says of itself
 * @param ttl the time to live to grant
 */
public record LockRequest(TopoPath path, LockKind kind, LockContent content, Duration ttl) {}
