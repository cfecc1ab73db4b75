package com.multigres.meta.k8s.topo;

import com.multigres.meta.k8s.server.ApiException;
import com.multigres.meta.k8s.server.ApiObjects;
import com.multigres.meta.k8s.server.Pace;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The queues of locks. Each change replaces what was read, on condition that it still stands, and
 * is seen when it is looked at again: so one whose answer was lost can be tried again. Thread-safe.
 */
final class LockQueue {
  private final Names names;
  private final ApiObjects objects;
  private final Leases leases;

  LockQueue(Names names, ApiObjects objects, Leases leases) {
    this.names = names;
    this.objects = objects;
    this.leases = leases;
  }

  static TopoException gone(TopoPath path) {
    return TopoException.refused(
        TopoException.Code.LOCK_LOST, path, "its place in the queue is gone (T25)");
  }

  private Optional<LockObject> read(TopoPath path, Deadline deadline) {
    return objects
        .read(names.lock(path), true, deadline)
        .map(
            object -> {
              checkPath(path, LockObject.path(object));
              return LockObject.of(object);
            });
  }

  /** As with nodes: what stands under that name is neither taken over nor waited for. */
  private void checkPath(TopoPath path, Optional<TopoPath> held) {
    if (!held.equals(Optional.of(names.absolute(path)))) {
      throw TopoException.refused(
          TopoException.Code.CORRUPT,
          path,
          "the object of its lock, "
              + names.lock(path)
              + ", is that of "
              + held.map(other -> "another path, " + other).orElse("no lock")
              + ": edited by hand, or two paths whose hashes collide (T1)");
    }
  }

  /** Without those whose session is gone. */
  private LockObject pruned(LockObject lock, Deadline deadline) {
    Set<SessionId> sessions = new HashSet<>();
    lock.entries().forEach(entry -> sessions.add(entry.session()));
    return lock.without(leases.gone(sessions, deadline));
  }

  /** Those who stand in the queue, the holder first. */
  List<LockObject.Entry> standing(TopoPath path, Deadline deadline) {
    return read(path, deadline).map(lock -> pruned(lock, deadline).entries()).orElse(List.of());
  }

  /**
   * Enters a queue at its end.
   *
   * @param wait whether a place behind others will do
   * @return the queue with the new place; empty where others are before and that will not do
   */
  Optional<LockObject> enter(
      TopoPath path, SessionId session, String content, boolean wait, Deadline deadline) {
    Pace pace = new Pace(deadline);
    while (true) {
      Optional<LockObject> found = read(path, deadline);
      if (found.isEmpty()) {
        sent(pace, () -> objects.create(LockObject.fresh(names, path), deadline));
        continue;
      }
      LockObject lock = pruned(found.get(), deadline);
      if (lock.entry(session).isPresent()) {
        return Optional.of(lock);
      }
      if (!wait && !lock.entries().isEmpty()) {
        return Optional.empty();
      }
      LockObject longer = lock.with(session, content);
      if (sent(pace, () -> objects.patch(lock.name(), longer.patch(), deadline))) {
        return Optional.of(longer);
      }
    }
  }

  /**
   * Looks whether it is a place's turn.
   *
   * @return the place's number, if it is
   */
  Optional<Long> look(TopoPath path, SessionId session, Deadline deadline) {
    LockObject lock = read(path, deadline).orElseThrow(() -> gone(path));
    LockObject.Entry own = lock.entry(session).orElseThrow(() -> gone(path));
    for (LockObject.Entry before : lock.before(session)) {
      if (!leases.gone(before.session(), deadline)) {
        return Optional.empty();
      }
    }
    return Optional.of(own.number());
  }

  /** Takes a place out; harmless where it is gone. */
  void leave(TopoPath path, SessionId session, Deadline deadline) {
    boolean unused =
        change(
            path,
            deadline,
            lock ->
                lock.entry(session).map(entry -> pruned(lock, deadline).without(Set.of(session))));
  }

  /** Takes a holder's place out, if it holds with that number; whether it did. */
  boolean revoke(TopoPath path, SessionId session, long number, Deadline deadline) {
    return change(
        path,
        deadline,
        lock ->
            Optional.of(pruned(lock, deadline))
                .filter(standing -> standing.isHeldBy(session, number))
                .map(standing -> standing.without(Set.of(session))));
  }

  /** Changes a queue as long as there is something to change; whether there was. */
  private boolean change(
      TopoPath path, Deadline deadline, Function<LockObject, Optional<LockObject>> what) {
    Pace pace = new Pace(deadline);
    boolean tried = false;
    while (true) {
      Optional<LockObject> next = read(path, deadline).flatMap(what);
      if (next.isEmpty()) {
        return tried;
      }
      tried = true;
      LockObject lock = next.get();
      if (sent(pace, () -> send(lock, deadline))) {
        return true;
      }
    }
  }

  /** An empty queue goes: numbers grow all the same. */
  private void send(LockObject lock, Deadline deadline) {
    if (lock.entries().isEmpty()) {
      objects.delete(lock.name(), lock.uid(), Optional.of(lock.revision()), deadline);
    } else {
      objects.patch(lock.name(), lock.patch(), deadline);
    }
  }

  /** Whether a request succeeded; if not, it is time to look again. */
  private static boolean sent(Pace pace, Runnable request) {
    try {
      request.run();
      return true;
    } catch (ApiException fault) {
      boolean overtaken = TopoErrors.isConflict(fault) || fault.is(404);
      if ((!overtaken && !fault.passing())
          || !pace.pause(fault.retryAfter().orElse(Duration.ZERO))) {
        throw fault;
      }
      return false;
    }
  }
}
