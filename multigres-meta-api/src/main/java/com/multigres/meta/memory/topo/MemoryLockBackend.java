package com.multigres.meta.memory.topo;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.Guard;
import com.multigres.meta.topo.lock.LockInfo;
import com.multigres.meta.topo.lock.LockKind;
import com.multigres.meta.topo.spi.LeaseClock;
import com.multigres.meta.topo.spi.TopoArguments;
import com.multigres.meta.topo.spi.lock.LockBackend;
import com.multigres.meta.topo.spi.lock.LockContents;
import com.multigres.meta.topo.spi.lock.LockGrant;
import com.multigres.meta.topo.spi.lock.LockPlace;
import com.multigres.meta.topo.spi.lock.LockRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The locks of one client, each with a session of its own. */
final class MemoryLockBackend implements LockBackend {
  private static final Duration DEFAULT_TTL = Duration.ofSeconds(30);

  private final MemoryTopoClient client;
  private final MemoryTopoServer server;
  private final Map<SessionId, MemoryTopoSession> sessions = new ConcurrentHashMap<>();

  MemoryLockBackend(MemoryTopoClient client) {
    this.client = client;
    this.server = client.server();
  }

  private TopoPath at(TopoPath path) {
    return client.root().resolve(path);
  }

  @Override
  public Duration defaultTtl() {
    return DEFAULT_TTL;
  }

  @Override
  public LockPlace enter(LockRequest request, boolean wait, Deadline deadline) {
    long sent = LeaseClock.nanos();
    SessionId[] opened = new SessionId[1];
    MemoryTopoLocks.Entry entry;
    try {
      entry =
          client.write(
              deadline,
              "locking of " + request.path(),
              () -> {
                refuseHeld(request, wait);
                opened[0] = server.openSession(request.ttl());
                return enter(request, opened[0]);
              });
    } catch (TopoException lost) {
      entry = standing(request, opened[0], lost, deadline);
    }
    MemoryTopoStore store = new MemoryTopoStore(client, client.timeout());
    MemoryTopoSession session = new MemoryTopoSession(store, entry.session(), request.ttl(), sent);
    sessions.put(entry.session(), session);
    client.opened(session);
    return new LockPlace(request, session.life(), grant(entry));
  }

  /** The reply was lost: the place is known by its session, and either stands or never will. */
  private MemoryTopoLocks.Entry standing(
      LockRequest request, SessionId opened, TopoException lost, Deadline deadline) {
    if (lost.outcome() != Outcome.UNKNOWN) {
      throw lost;
    }
    return client
        .read(
            deadline,
            "looking for the place at " + request.path(),
            () -> server.state().locks().entryOf(at(request.path()), request.kind(), opened))
        .orElseThrow(() -> lost);
  }

  private void refuseHeld(LockRequest request, boolean wait) {
    Optional<MemoryTopoLocks.Entry> holder =
        server.state().locks().holder(at(request.path()), request.kind());
    boolean occupied =
        request.kind() == LockKind.EXCLUSIVE
            && server.state().nodes().get(at(request.path())).isPresent();
    if (holder.isPresent() && !wait) {
      throw LockContents.held(request.path(), holder.map(MemoryTopoLocks.Entry::content));
    }
    if (occupied && holder.isEmpty()) {
      throw TopoException.refused(
          Code.LOCK_HELD, request.path(), "a node stands where the lock's would (T22)");
    }
  }

  private MemoryTopoLocks.Entry enter(LockRequest request, SessionId session) {
    if (request.kind() == LockKind.EXCLUSIVE) {
      Mutation node =
          Mutation.createBound(request.path(), LockContents.encode(request.content()), session);
      try {
        server.state().publish(server.state().nodes().apply(client.root(), List.of(node)));
      } catch (TopoException refusal) {
        server.state().endSession(session);
        throw refusal;
      }
    }
    MemoryTopoLocks.Entry entry =
        server
            .state()
            .locks()
            .enter(at(request.path()), request.kind(), session, request.content());
    if (entry.token() > 0) {
      server.state().tellLock(at(request.path()));
    }
    return entry;
  }

  private Optional<LockGrant> grant(MemoryTopoLocks.Entry entry) {
    return token(entry).map(token -> new LockGrant(token, entry.granted()));
  }

  private Optional<FencingToken> token(MemoryTopoLocks.Entry entry) {
    return entry.token() == 0
        ? Optional.empty()
        : Optional.of(
            new FencingToken(
                MemoryTopoClient.BACKEND,
                server.state().nodes().incarnation(),
                entry.token(),
                entry.session().value()));
  }

  @Override
  public Optional<LockGrant> look(LockPlace place, Deadline deadline) {
    LockRequest request = place.request();
    return client.read(
        deadline,
        "looking at the lock of " + request.path(),
        () -> grant(entryOf(request, place.lease().id())));
  }

  private MemoryTopoLocks.Entry entryOf(LockRequest request, SessionId session) {
    return server
        .state()
        .locks()
        .entryOf(at(request.path()), request.kind(), session)
        .orElseThrow(
            () ->
                TopoException.refused(
                    Code.LOCK_LOST, request.path(), "its place in the queue is gone (T25)"));
  }

  @Override
  public void leave(LockPlace place, Deadline deadline) {
    MemoryTopoSession session = sessions.remove(place.lease().id());
    if (session != null) {
      session.leave(deadline);
    }
  }

  @Override
  public List<LockInfo> queue(TopoPath path, Deadline deadline) {
    return client.read(
        deadline,
        "reading of the lock of " + path,
        () -> {
          List<LockInfo> found = new ArrayList<>();
          for (LockKind kind : LockKind.values()) {
            for (MemoryTopoLocks.Entry entry : server.state().locks().queue(at(path), kind)) {
              found.add(new LockInfo(path, kind, entry.content(), token(entry), entry.granted()));
            }
          }
          return List.copyOf(found);
        });
  }

  @Override
  public boolean revoke(LockInfo holder, Deadline deadline) {
    return client.write(
        deadline,
        "revoking of the lock of " + holder.path(),
        () -> {
          Optional<MemoryTopoLocks.Entry> held =
              server
                  .state()
                  .locks()
                  .holder(at(holder.path()), holder.kind())
                  .filter(entry -> token(entry).equals(holder.token()));
          held.ifPresent(entry -> server.state().endSession(entry.session()));
          return held.isPresent();
        });
  }

  /** Refuses a guard whose grant is over; the server's lock is held. */
  void check(Guard guard) {
    String incarnation = guard.token().incarnation();
    if (!incarnation.equals(server.state().nodes().incarnation()) && !client.hasSeen(incarnation)) {
      throw TopoArguments.foreign(guard);
    }
    boolean holds =
        server
            .state()
            .locks()
            .holder(at(guard.path()), guard.kind())
            .flatMap(this::token)
            .filter(guard.token()::equals)
            .isPresent();
    if (!holds) {
      throw TopoArguments.passedOn(guard);
    }
  }
}
