package com.multigres.meta.topo.spi.lock;

import com.multigres.meta.topo.spi.SessionLife;
import java.util.Optional;

/**
 * A place in a lock's queue, kept by a session of its own that the backend renews.
 *
 * @param request what was asked for
 * @param lease the session's life; the backend counts it as lost when the server says so
 * @param grant there when the place was the holder's at once
 */
public record LockPlace(LockRequest request, SessionLife lease, Optional<LockGrant> grant) {}
