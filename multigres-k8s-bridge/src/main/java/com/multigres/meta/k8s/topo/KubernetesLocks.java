package com.multigres.meta.k8s.topo;

import com.google.protobuf.ByteString;
import com.multigres.meta.k8s.server.ApiException;
import com.multigres.meta.k8s.server.ApiObjects;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.LockContent;
import com.multigres.meta.topo.lock.LockInfo;
import com.multigres.meta.topo.lock.LockKind;
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
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The locks of one store: queues, each in an object of its own, and single nodes that are bound to
 * a session. Each place has a session of its own (rules T22 to T26).
 */
final class KubernetesLocks implements LockBackend {
  private static final Logger log = LoggerFactory.getLogger(KubernetesLocks.class);
  private static final Duration DEFAULT_TTL = Duration.ofSeconds(30);
  private static final Duration CLEANING = Duration.ofSeconds(5);

  private final Names names;
  private final TopoSessions sessions;
  private final TopoReads reads;
  private final Identity identity;
  private final LockQueue queue;
  private final Map<SessionId, KubernetesSession> places = new ConcurrentHashMap<>();

  KubernetesLocks(
      Names names, ApiObjects objects, TopoSessions sessions, TopoReads reads, Identity identity) {
    this.names = names;
    this.sessions = sessions;
    this.reads = reads;
    this.identity = identity;
    this.queue = new LockQueue(names, objects, sessions.leases());
  }

  private static <T> T call(TopoPath path, Supplier<T> work) {
    try {
      return work.get();
    } catch (ApiException fault) {
      throw TopoErrors.of(fault, path, Outcome.NOT_APPLIED);
    }
  }

  @Override
  public Duration defaultTtl() {
    return DEFAULT_TTL;
  }

  @Override
  public LockPlace enter(LockRequest request, boolean wait, Deadline deadline) {
    KubernetesSession place = sessions.begin(request.ttl(), () -> deadline);
    places.put(place.id(), place);
    try {
      Optional<LockGrant> grant =
          call(
              request.path(),
              () ->
                  request.kind() == LockKind.QUEUE
                      ? enterQueue(request, place.id(), wait, deadline)
                      : Optional.of(makeNode(request, place.id(), deadline)));
      return new LockPlace(request, place.life(), grant);
    } catch (TopoException failure) {
      giveBack(request, place);
      throw new TopoException(
          failure.code(),
          request.path(),
          Outcome.NOT_APPLIED,
          String.valueOf(failure.getMessage()),
          failure);
    }
  }

  /** On a thread of the store: the caller's may be interrupted, or its time be up. */
  private void giveBack(LockRequest request, KubernetesSession place) {
    places.remove(place.id());
    if (place.life().close()) {
      giveBackLater(request, place);
    }
  }

  private void giveBackLater(LockRequest request, KubernetesSession place) {
    place.stopRenewing();
    sessions.threads().execute(() -> endQuietly(request, place));
  }

  /** The session first: without it the place is none, and whoever passes by takes it away. */
  private void endQuietly(LockRequest request, KubernetesSession place) {
    Deadline deadline = Deadline.after(CLEANING);
    try {
      sessions.end(place, deadline);
      if (request.kind() == LockKind.QUEUE) {
        queue.leave(request.path(), place.id(), deadline);
      }
    } catch (TopoException | ApiException unreached) {
      log.debug("{} goes by its time to live: {}", place, unreached.getMessage());
    }
  }

  private Optional<LockGrant> enterQueue(
      LockRequest request, SessionId session, boolean wait, Deadline deadline) {
    String content = LockContents.encode(request.content()).toStringUtf8();
    LockObject entered =
        queue
            .enter(request.path(), session, content, wait, deadline)
            .orElseThrow(() -> held(request, deadline));
    return entered.before(session).isEmpty()
        ? Optional.of(grant(entered.entry(session).orElseThrow().number(), session, deadline))
        : Optional.empty();
  }

  private LockGrant grant(long number, SessionId session, Deadline deadline) {
    return new LockGrant(token(number, session, deadline), Optional.empty());
  }

  private FencingToken token(long number, SessionId session, Deadline deadline) {
    return new FencingToken(Stamp.BACKEND, identity.incarnation(deadline), number, session.value());
  }

  /** One node, bound to its session. */
  private LockGrant makeNode(LockRequest request, SessionId session, Deadline deadline) {
    TopoPath path = request.path();
    ByteString content = LockContents.encode(request.content());
    try {
      var made =
          sessions
              .writes()
              .apply(Change.of(Mutation.createBound(path, content, session)), deadline);
      return grant(Stamp.of(path, made).revision(), session, deadline);
    } catch (TopoException failure) {
      if (failure.code() == Code.NODE_EXISTS) {
        throw held(request, deadline);
      }
      throw failure;
    }
  }

  private TopoException held(LockRequest request, Deadline deadline) {
    return LockContents.held(request, queue(request.path(), deadline));
  }

  @Override
  public Optional<LockGrant> look(LockPlace place, Deadline deadline) {
    TopoPath path = place.request().path();
    SessionId session = place.lease().id();
    return call(
        path,
        () -> {
          boolean queued = place.request().kind() == LockKind.QUEUE;
          Optional<Long> number =
              queued ? queue.look(path, session, deadline) : node(path, session, deadline);
          // Whoever lost its session counts as gone for everybody else.
          if (number.isPresent() && sessions.leases().gone(session, deadline)) {
            throw LockQueue.gone(path);
          }
          return number.map(won -> grant(won, session, deadline));
        });
  }

  private Optional<Long> node(TopoPath path, SessionId session, Deadline deadline) {
    return Optional.of(
        reads
            .standing(path, false, deadline)
            .filter(node -> node.session().filter(session::equals).isPresent())
            .map(NodeObject::born)
            .orElseThrow(() -> LockQueue.gone(path)));
  }

  @Override
  public void leave(LockPlace place, Deadline deadline) {
    KubernetesSession session = places.remove(place.lease().id());
    if (session == null) {
      return;
    }
    TopoPath path = place.request().path();
    session.stopRenewing();
    try {
      if (place.request().kind() == LockKind.QUEUE) {
        queue.leave(path, session.id(), deadline);
      }
      sessions.end(session, deadline);
    } catch (ApiException fault) {
      giveBackLater(place.request(), session);
      throw TopoErrors.of(fault, path, Outcome.UNKNOWN);
    }
  }

  @Override
  public List<LockInfo> queue(TopoPath path, Deadline deadline) {
    return call(path, () -> infos(path, deadline));
  }

  private List<LockInfo> infos(TopoPath path, Deadline deadline) {
    List<LockInfo> infos = new ArrayList<>();
    for (LockObject.Entry entry : queue.standing(path, deadline)) {
      boolean first = infos.isEmpty();
      LockContent content = LockContents.decode(ByteString.copyFromUtf8(entry.content()));
      Optional<FencingToken> token =
          first ? Optional.of(token(entry.number(), entry.session(), deadline)) : Optional.empty();
      infos.add(new LockInfo(path, LockKind.QUEUE, content, token, Optional.empty()));
    }
    exclusive(path, deadline).ifPresent(info -> infos.add(Math.min(1, infos.size()), info));
    return infos;
  }

  private Optional<LockInfo> exclusive(TopoPath path, Deadline deadline) {
    if (path.isRoot()) {
      return Optional.empty();
    }
    return reads
        .standing(path, true, deadline)
        .filter(node -> node.session().isPresent())
        .map(
            node -> {
              Node read = node.node(names.root());
              FencingToken token = token(node.born(), read.session().orElseThrow(), deadline);
              return new LockInfo(
                  path,
                  LockKind.EXCLUSIVE,
                  LockContents.decode(read.value()),
                  Optional.of(token),
                  Optional.empty());
            });
  }

  @Override
  public boolean revoke(LockInfo holder, Deadline deadline) {
    FencingToken token = holder.token().orElseThrow();
    TopoPath path = holder.path();
    SessionId session = new SessionId(token.grant());
    return call(
        path,
        () -> {
          if (holder.kind() == LockKind.QUEUE) {
            return queue.revoke(path, session, token.number(), deadline);
          }
          return reads
              .standing(path, false, deadline)
              .filter(node -> node.session().filter(session::equals).isPresent())
              .filter(node -> node.born() == token.number())
              .map(node -> deleted(path, node, deadline))
              .orElse(false);
        });
  }

  private boolean deleted(TopoPath path, NodeObject node, Deadline deadline) {
    try {
      sessions.writes().apply(Change.deletion(path, node.version(path)), deadline);
      return true;
    } catch (TopoException failure) {
      if (failure.code() == Code.NO_NODE || failure.code() == Code.BAD_VERSION) {
        return false;
      }
      throw failure;
    }
  }
}
