package com.multigres.meta.postgres.topo.internal;

import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import java.util.UUID;

/** Sessions are known by random UUIDs: none is ever used again. */
public final class SessionIds {
  private SessionIds() {}

  public static SessionId of(UUID id) {
    return new SessionId(id.toString());
  }

  public static UUID uuid(TopoPath path, SessionId id) {
    try {
      return UUID.fromString(id.value());
    } catch (IllegalArgumentException foreign) {
      throw TopoException.badInput(path, "the session '" + id + "' is not one of this store (T18)");
    }
  }
}
