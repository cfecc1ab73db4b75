package com.multigres.meta.memory.topo;

import com.google.protobuf.ByteString;
import com.multigres.meta.topo.SessionId;
import java.util.Optional;

/**
 * A node as the server keeps it.
 *
 * @param version the token of the write that made it so
 */
record StoredNode(ByteString value, String version, Optional<SessionId> session) {}
