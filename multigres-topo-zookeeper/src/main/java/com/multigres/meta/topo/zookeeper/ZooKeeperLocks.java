package com.multigres.meta.topo.zookeeper;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.Guard;
import com.multigres.meta.topo.lock.LockContent;
import com.multigres.meta.topo.lock.LockInfo;
import com.multigres.meta.topo.lock.LockKind;
import com.multigres.meta.topo.spi.TopoArguments;
import com.multigres.meta.topo.spi.lock.LockBackend;
import com.multigres.meta.topo.spi.lock.LockContents;
import com.multigres.meta.topo.spi.lock.LockGrant;
import com.multigres.meta.topo.spi.lock.LockPlace;
import com.multigres.meta.topo.spi.lock.LockRequest;
import com.multigres.meta.topo.zookeeper.internal.Endings;
import com.multigres.meta.topo.zookeeper.internal.ReadMode;
import com.multigres.meta.topo.zookeeper.internal.Stamp;
import com.multigres.meta.topo.zookeeper.internal.View;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Locks (rules T22 to T27). A queue is a container whose entries live as long as their sessions;
 * who stands first holds. An exclusive lock is a bound node. The token is when the entry, or the
 * node, was made in the order of all writes: whoever is served later asked later.
 */
final class ZooKeeperLocks implements LockBackend {
  private static final Logger log = LoggerFactory.getLogger(ZooKeeperLocks.class);
  private static final String UNREADABLE = "unreadable";

  private final ZooKeeperParts parts;
  private final LockQueues queues;
  private final Map<SessionId, Held> places = new ConcurrentHashMap<>();

  /** A place that was taken here. */
  private record Held(SessionWire session, FencingToken token) {}

  ZooKeeperLocks(ZooKeeperParts parts) {
    this.parts = parts;
    this.queues = new LockQueues(parts);
  }

  @Override
  public Duration defaultTtl() {
    return parts.options.sessionTimeout();
  }

  @Override
  public LockPlace enter(LockRequest request, boolean wait, Deadline deadline) {
    boolean queue = request.kind() == LockKind.QUEUE;
    if (queue && !wait) {
      // Whoever finds others there needs no session to be refused.
      refuseTaken(request, queues.infos(request.path(), deadline));
    }
    SessionWire session = parts.sessions.open(request.ttl(), deadline);
    try {
      FencingToken token =
          queue ? queues.enter(session, request, deadline) : create(session, request, deadline);
      places.put(session.life().id(), new Held(session, token));
      LockPlace asked = new LockPlace(request, session.life(), Optional.empty());
      Optional<LockGrant> grant = look(asked, deadline);
      if (grant.isEmpty() && !wait) {
        throw held(request, queue(request.path(), deadline));
      }
      return new LockPlace(request, session.life(), grant);
    } catch (TopoException failure) {
      places.remove(session.life().id());
      if (session.life().close() && !session.end(cleaning(deadline))) {
        log.debug("{} goes by its time to live", session.life().id());
      }
      throw failure;
    }
  }

  /** What gives up has little time left, and must clean up all the same. */
  private static Deadline cleaning(Deadline deadline) {
    Duration left = deadline.remaining();
    return Deadline.after(left.compareTo(Endings.SHORT) > 0 ? left : Endings.SHORT);
  }

  private static void refuseTaken(LockRequest request, List<LockInfo> places) {
    if (!places.isEmpty()) {
      throw held(request, places);
    }
  }

  private static TopoException held(LockRequest request, List<LockInfo> places) {
    Optional<LockContent> holder =
        places.stream()
            .filter(place -> place.kind() == request.kind())
            .findFirst()
            .map(LockInfo::content);
    return LockContents.held(request.path(), holder);
  }

  private FencingToken create(SessionWire session, LockRequest request, Deadline deadline) {
    TopoPath path = request.path();
    ByteString content = LockContents.encode(request.content());
    try {
      parts.writes.commit(
          new Batch(List.of(), List.of(Mutation.createBound(path, content, session.life().id()))),
          deadline,
          "locking of " + path);
    } catch (TopoException failure) {
      throw failure.code() == Code.NODE_EXISTS ? held(request, queue(path, deadline)) : failure;
    }
    View view = standing(path, deadline);
    if (view.session().filter(session.life().id()::equals).isEmpty()) {
      throw gone(path);
    }
    return token(view.madeAt(), view.stamp(path).nonce());
  }

  private View standing(TopoPath path, Deadline deadline) {
    String znode = parts.znodes.node(path);
    return parts
        .reads
        .views(List.of(znode), ReadMode.STRICT, deadline, "looking at the lock of " + path)
        .getOrDefault(znode, View.MISSING);
  }

  FencingToken token(long at, String grant) {
    return new FencingToken(Stamp.BACKEND, parts.identity.current(), at, grant);
  }

  private static TopoException gone(TopoPath path) {
    return TopoException.refused(Code.LOCK_LOST, path, "its place in the queue is gone (T25)");
  }

  @Override
  public Optional<LockGrant> look(LockPlace place, Deadline deadline) {
    TopoPath path = place.request().path();
    Held held = places.get(place.lease().id());
    if (held == null) {
      throw gone(path);
    }
    boolean first;
    if (place.request().kind() == LockKind.QUEUE) {
      List<String> entries = inTurn(held.session, path, deadline);
      if (!entries.contains(held.token.grant())) {
        throw gone(path);
      }
      first = entries.get(0).equals(held.token.grant());
    } else {
      View view = standing(path, deadline);
      first = view.hasValue() && view.stamp(path).nonce().equals(held.token.grant());
      if (!first) {
        throw gone(path);
      }
    }
    return first ? Optional.of(new LockGrant(held.token, Optional.empty())) : Optional.empty();
  }

  private List<String> inTurn(SessionWire session, TopoPath path, Deadline deadline) {
    try {
      return queues.inTurn(session, path, deadline);
    } catch (TopoException failure) {
      // With the session its place has gone, and another can be asked for.
      throw failure.code() == Code.SESSION_LOST ? gone(path) : failure;
    }
  }

  @Override
  public void leave(LockPlace place, Deadline deadline) {
    Held held = places.remove(place.lease().id());
    if (held != null && !held.session.end(deadline)) {
      throw new TopoException(
          Code.UNAVAILABLE,
          place.request().path(),
          Outcome.UNKNOWN,
          "%s: the servers did not answer; the lock is free after its time to live (T25)"
              .formatted(place.request().path()),
          null);
    }
  }

  @Override
  public List<LockInfo> queue(TopoPath path, Deadline deadline) {
    List<LockInfo> found = queues.infos(path, deadline);
    if (!path.isRoot()) {
      View view = standing(path, deadline);
      if (view.hasValue() && view.isBound()) {
        LockInfo info =
            new LockInfo(
                path,
                LockKind.EXCLUSIVE,
                LockContents.decode(view.value(path)),
                Optional.of(token(view.madeAt(), view.stamp(path).nonce())),
                Optional.empty());
        // Any other node that is bound is no lock.
        if (!info.content().action().equals(UNREADABLE)) {
          found.add(info);
        }
      }
    }
    return List.copyOf(found);
  }

  @Override
  public boolean revoke(LockInfo holder, Deadline deadline) {
    return queues.revoke(holder, deadline);
  }

  /** Refuses guards of other stores, or of other lives of this one (rules T23 and T33). */
  void checkGuards(Batch batch) {
    for (Batch.Condition condition : batch.conditions()) {
      if (condition instanceof Batch.Condition.Holds holds) {
        check(holds.guard());
      }
    }
  }

  private void check(Guard guard) {
    String life = guard.token().incarnation();
    if (!parts.identity.knows(life)) {
      throw TopoArguments.foreign(guard);
    }
    if (!life.equals(parts.identity.current())) {
      throw TopoArguments.passedOn(guard);
    }
  }
}
