package com.multigres.meta.topo.etcd;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.etcd.internal.Stamp;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.LockInfo;
import com.multigres.meta.topo.lock.LockKind;
import com.multigres.meta.topo.spi.SessionLife;
import com.multigres.meta.topo.spi.lock.LockBackend;
import com.multigres.meta.topo.spi.lock.LockContents;
import com.multigres.meta.topo.spi.lock.LockGrant;
import com.multigres.meta.topo.spi.lock.LockPlace;
import com.multigres.meta.topo.spi.lock.LockRequest;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The locks of one store, in the forms that the other components know: a queue of leased keys under
 * {@code d/locks}, or one leased key (rules T22 to T26). Each place has a lease of its own.
 */
final class EtcdLocks implements LockBackend {
  private static final Logger log = LoggerFactory.getLogger(EtcdLocks.class);
  // What the other components use where nothing is asked for.
  private static final Duration DEFAULT_TTL = Duration.ofSeconds(30);

  private final EtcdParts parts;
  private final LockQueue queue;
  // The revision at which each of our places was made.
  private final Map<Long, Long> places = new ConcurrentHashMap<>();

  EtcdLocks(EtcdParts parts) {
    this.parts = parts;
    this.queue = new LockQueue(parts.calls, parts.keys);
  }

  @Override
  public Duration defaultTtl() {
    return DEFAULT_TTL;
  }

  @Override
  public LockPlace enter(LockRequest request, boolean wait, Deadline deadline) {
    parts.writes.learnCluster(deadline, "locking of " + request.path());
    SessionLife lease = parts.leases.grant(request.ttl(), deadline);
    long id = Leases.id(lease);
    try {
      LockQueue.Entry entry =
          request.kind() == LockKind.QUEUE
              ? queue.enter(request.path(), id, content(request), wait, deadline)
              : node(request, id, deadline);
      if (!entry.first() && !wait) {
        throw held(request, deadline);
      }
      places.put(id, entry.created());
      Optional<LockGrant> grant =
          entry.first() ? Optional.of(grant(entry.created(), id)) : Optional.empty();
      return new LockPlace(request, lease, grant);
    } catch (TopoException failure) {
      giveBack(lease, deadline);
      throw new TopoException(
          failure.code(),
          failure.path().orElse(request.path()),
          Outcome.NOT_APPLIED,
          String.valueOf(failure.getMessage()),
          failure);
    }
  }

  /** At once where that is possible, or else when it is, or by its time to live. */
  private void giveBack(SessionLife lease, Deadline deadline) {
    try {
      parts.leases.end(lease, deadline);
    } catch (TopoException unreached) {
      log.debug("{} is given back later: {}", lease.id(), unreached.getMessage());
    }
  }

  private static ByteString content(LockRequest request) {
    return LockContents.encode(request.content());
  }

  private LockGrant grant(long created, long lease) {
    return new LockGrant(token(created, lease), Optional.empty());
  }

  private FencingToken token(long created, long lease) {
    return new FencingToken(Stamp.BACKEND, parts.history.cluster(), created, Long.toString(lease));
  }

  /** One node, bound to its lease. */
  private LockQueue.Entry node(LockRequest request, long id, Deadline deadline) {
    TopoPath path = request.path();
    Mutation creation =
        Mutation.createBound(path, content(request), new SessionId(Long.toString(id)));
    Batch alone = new Batch(List.of(), List.of(creation));
    try {
      long revision =
          Optional.ofNullable(parts.writes.commit(alone, deadline, "locking of " + path).get(path))
              .map(version -> Stamp.of(path, version).revision())
              .orElseThrow();
      return new LockQueue.Entry(revision, true);
    } catch (TopoException failure) {
      if (failure.code() == Code.NODE_EXISTS) {
        throw held(request, deadline);
      }
      if (failure.outcome() == Outcome.UNKNOWN) {
        // Its lease is known to nobody else: a node bound to it is ours.
        return standing(path, id, deadline).orElseThrow(() -> failure);
      }
      throw failure;
    }
  }

  private Optional<LockQueue.Entry> standing(TopoPath path, long id, Deadline deadline) {
    return queue
        .key(parts.keys.key(path), deadline, "locking of " + path)
        .filter(kv -> kv.getLease() == id)
        .map(kv -> new LockQueue.Entry(kv.getCreateRevision(), true));
  }

  private TopoException held(LockRequest request, Deadline deadline) {
    return LockContents.held(request, queue(request.path(), deadline));
  }

  @Override
  public Optional<LockGrant> look(LockPlace place, Deadline deadline) {
    TopoPath path = place.request().path();
    long id = Leases.id(place.lease());
    Long created = places.get(id);
    if (created == null) {
      throw gone(path);
    }
    LockQueue.Turn found =
        place.request().kind() == LockKind.QUEUE
            ? turn(path, id, created, deadline)
            : standing(path, id, deadline).filter(entry -> entry.created() == created).isPresent()
                ? LockQueue.Turn.FIRST
                : LockQueue.Turn.GONE;
    return switch (found) {
      case FIRST -> Optional.of(grant(created, id));
      case WAITING -> Optional.empty();
      case GONE -> throw gone(path);
    };
  }

  /** Looks, and says for whose end the place waits: only then it need look again. */
  private LockQueue.Turn turn(TopoPath path, long id, long created, Deadline deadline) {
    LockQueue.Look look = queue.look(path, id, created, deadline);
    Set<ByteString> ends = new HashSet<>(Set.of(parts.keys.entry(path, id)));
    look.before().ifPresent(ends::add);
    parts.lockWatches.await(path, ends, false, look.revision());
    return look.turn();
  }

  private static TopoException gone(TopoPath path) {
    return TopoException.refused(Code.LOCK_LOST, path, "its place in the queue is gone (T25)");
  }

  @Override
  public void leave(LockPlace place, Deadline deadline) {
    if (places.remove(Leases.id(place.lease())) != null) {
      try {
        parts.leases.end(place.lease(), deadline);
      } catch (TopoException unreached) {
        throw new TopoException(
            unreached.code(),
            place.request().path(),
            Outcome.UNKNOWN,
            unreached.getMessage() + "; it is free after its time to live (T24)",
            unreached);
      }
    }
  }

  @Override
  public List<LockInfo> queue(TopoPath path, Deadline deadline) {
    parts.writes.learnCluster(deadline, "looking at the lock of " + path);
    LockQueue.State state = queue.state(path, deadline, parts.history::cluster);
    Set<ByteString> ends = state.first().map(Set::of).orElse(Set.of());
    parts.lockWatches.await(path, ends, ends.isEmpty(), state.revision());
    return state.infos();
  }

  @Override
  public boolean revoke(LockInfo holder, Deadline deadline) {
    FencingToken token = holder.token().orElseThrow();
    boolean stands =
        queue(holder.path(), deadline).stream()
            .anyMatch(
                info ->
                    info.kind() == holder.kind() && info.token().filter(token::equals).isPresent());
    if (stands) {
      parts.leases.revoke(Long.parseLong(token.grant()), deadline);
    }
    return stands;
  }
}
