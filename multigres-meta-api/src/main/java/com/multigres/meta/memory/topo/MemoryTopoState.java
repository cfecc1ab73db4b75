package com.multigres.meta.memory.topo;

import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoPath;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** What a server keeps, and what follows of a change to it. Guarded by the server's lock. */
final class MemoryTopoState {
  private final MemoryTopoNodes nodes;
  private final MemoryTopoLog log = new MemoryTopoLog();
  private final MemoryTopoSessions sessions = new MemoryTopoSessions();
  private final MemoryTopoLocks locks = new MemoryTopoLocks();
  private final Set<MemoryTopoClient> clients;

  /**
   * An empty one.
   *
   * @param clients the server's, who are told; others come and go
   * @param incarnation the first one
   */
  MemoryTopoState(Set<MemoryTopoClient> clients, String incarnation) {
    this.clients = clients;
    this.nodes = new MemoryTopoNodes(incarnation);
  }

  MemoryTopoNodes nodes() {
    return nodes;
  }

  MemoryTopoLog log() {
    return log;
  }

  MemoryTopoLocks locks() {
    return locks;
  }

  MemoryTopoSessions sessions() {
    return sessions;
  }

  void wipe(String incarnation) {
    nodes.wipe(incarnation);
    log.wipe();
    sessions.wipe();
    locks.wipe();
  }

  /** Tells a commit to everybody who watches. */
  void publish(MemoryTopoChange change) {
    if (!change.touched().isEmpty()) {
      log.add(change);
      clients.forEach(client -> client.watches().feed(change));
      locks.undone(change).forEach(this::endSession);
    }
  }

  void endSession(SessionId id) {
    if (sessions.end(id)) {
      removeNodesOf(List.of(id));
    }
  }

  /** Ends the sessions that are due. */
  void expire() {
    Set<SessionId> due = sessions.expire();
    if (!due.isEmpty()) {
      removeNodesOf(due);
    }
  }

  private void removeNodesOf(Collection<SessionId> ended) {
    Set<TopoPath> passedOn = locks.drop(ended);
    publish(nodes.removeBoundTo(ended));
    passedOn.forEach(this::tellLock);
  }

  /** Says that a lock passed on or came free. */
  void tellLock(TopoPath path) {
    clients.forEach(client -> client.tellLock(path));
  }
}
