package com.multigres.meta.topo.spi.lock;

import com.multigres.meta.topo.lock.FencingToken;
import java.time.Instant;
import java.util.Optional;

/**
 * What makes a place the holder's. Immutable.
 *
 * @param token its fencing token
 * @param at when it was granted, by the server's clock; empty where the backend cannot say
 */
public record LockGrant(FencingToken token, Optional<Instant> at) {}
