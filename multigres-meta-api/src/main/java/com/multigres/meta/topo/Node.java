package com.multigres.meta.topo;

import com.google.protobuf.ByteString;
import java.util.Optional;

/**
 * A node as it was read. Immutable.
 *
 * @param path where it stands
 * @param value what it holds; an empty value is a value (rule T2)
 * @param version names the write that made it so (rule T8)
 * @param session the session it is bound to; empty for a node that stays until deleted
 */
public record Node(TopoPath path, ByteString value, Version version, Optional<SessionId> session) {

  /**
   * Whether the node goes with its session.
   *
   * @return true for a session-bound node
   */
  public boolean ephemeral() {
    return session.isPresent();
  }
}
