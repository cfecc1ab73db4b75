package com.multigres.meta.k8s.topo;

import com.fasterxml.jackson.databind.JsonNode;
import com.multigres.meta.k8s.server.ApiException;
import com.multigres.meta.k8s.server.ApiObjects;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.SessionId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes away the nodes of sessions that are gone. To readers they are gone already; this tells the
 * watchers, and frees the room. Anybody may do it at any time. Thread-safe.
 */
final class Sweeper {
  private final ApiObjects objects;
  private final Leases leases;

  Sweeper(ApiObjects objects, Leases leases) {
    this.objects = objects;
    this.leases = leases;
  }

  /** The nodes of one session that is gone. */
  void sweep(SessionId session, Deadline deadline) {
    String selector = Names.SESSION + "=" + Leases.nonce(session);
    while (!swept(bound(selector, deadline), Set.of(session), deadline)) {
      leases.remember(session);
    }
  }

  /** The nodes of all sessions that are gone, in the whole namespace. */
  void sweepAll(Deadline deadline) {
    List<NodeObject> bound = bound(Names.SESSION, deadline);
    Set<SessionId> sessions = new HashSet<>();
    bound.forEach(node -> node.session().ifPresent(sessions::add));
    boolean unused = swept(bound, leases.gone(sessions, deadline), deadline);
  }

  private List<NodeObject> bound(String selector, Deadline deadline) {
    List<JsonNode> items = objects.list(ApiObjects.Query.labelled(selector), deadline).items();
    return items.stream().map(TopoReads::readable).flatMap(Optional::stream).toList();
  }

  /** Whether none of them was written meanwhile: such a one has to be looked at again. */
  private boolean swept(List<NodeObject> nodes, Set<SessionId> gone, Deadline deadline) {
    boolean all = true;
    for (NodeObject node : nodes) {
      if (node.session().filter(gone::contains).isPresent()) {
        all &= delete(node, deadline);
      }
    }
    return all;
  }

  private boolean delete(NodeObject node, Deadline deadline) {
    try {
      objects.delete(node.name(), node.uid(), Optional.of(node.revision()), deadline);
      return true;
    } catch (ApiException fault) {
      if (fault.is(404)) {
        return true;
      }
      if (!TopoErrors.isConflict(fault)) {
        throw fault;
      }
      return false;
    }
  }
}
