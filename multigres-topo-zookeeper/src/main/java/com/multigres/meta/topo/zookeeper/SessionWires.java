package com.multigres.meta.topo.zookeeper;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.zookeeper.internal.Link;
import com.multigres.meta.topo.zookeeper.internal.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The sessions that a store has opened, for itself and for its locks. Thread-safe. */
final class SessionWires implements Link.Follower {
  private final ZooKeeperParts parts;
  private final Map<SessionId, SessionWire> open = new ConcurrentHashMap<>();
  private final Set<SessionWire> all = ConcurrentHashMap.newKeySet();

  SessionWires(ZooKeeperParts parts) {
    this.parts = parts;
  }

  SessionWire open(Duration ttl, Deadline deadline) {
    SessionWire session = new SessionWire(parts);
    all.add(session);
    try {
      session.open(ttl, deadline);
    } catch (TopoException failure) {
      all.remove(session);
      throw failure;
    }
    open.put(session.life().id(), session);
    if (!all.contains(session)) {
      // Closed or lost meanwhile.
      open.remove(session.life().id());
    }
    if (parts.life.isClosed()) {
      // Perhaps too late to be closed with the others.
      session.forget();
      throw parts.life.closedError();
    }
    return session;
  }

  void remove(SessionWire session) {
    all.remove(session);
    open.values().remove(session);
  }

  /** Ends those that nobody has closed, such as of locks that are still asked for. */
  void close(Deadline deadline) {
    all.forEach(session -> session.abandon(deadline));
  }

  Optional<SessionWire> of(SessionId id) {
    return Optional.ofNullable(open.get(id));
  }

  /** What is bound goes through its session's connection, all else through the store's. */
  Attempt.Way way(List<Step> steps, List<Mutation> mutations) {
    Optional<SessionId> owner = Optional.empty();
    for (Mutation mutation : mutations) {
      if (mutation instanceof Mutation.Put put && put.session().isPresent()) {
        if (owner.isPresent() && !owner.equals(put.session())) {
          throw TopoException.badInput(
              put.path(), "on ZooKeeper a batch binds nodes to one session only (T10)");
        }
        owner = put.session();
      }
    }
    if (owner.isEmpty()) {
      return parts.link::await;
    }
    SessionId id = owner.get();
    TopoPath path = steps.stream().filter(Step::binds).findFirst().orElseThrow().path();
    return of(id).filter(session -> session.life().isOpen()).orElseThrow(() -> gone(path, id));
  }

  private static TopoException gone(TopoPath path, SessionId id) {
    return TopoException.refused(
        Code.SESSION_LOST, path, "this store has no session " + id + " (any more) (T20)");
  }

  @Override
  public void back(Wire wire, long connection, Optional<String> change) {
    if (change.isPresent()) {
      open.values().forEach(SessionWire::lose);
    }
  }
}
