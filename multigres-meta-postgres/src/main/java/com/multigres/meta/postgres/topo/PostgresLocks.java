package com.multigres.meta.postgres.topo;

import com.multigres.meta.postgres.internal.PostgresFailure;
import com.multigres.meta.postgres.topo.internal.LockRows;
import com.multigres.meta.postgres.topo.internal.SessionIds;
import com.multigres.meta.postgres.topo.internal.TopoFailures;
import com.multigres.meta.postgres.topo.internal.Verdict;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.LockInfo;
import com.multigres.meta.topo.spi.LeaseClock;
import com.multigres.meta.topo.spi.lock.LockBackend;
import com.multigres.meta.topo.spi.lock.LockContents;
import com.multigres.meta.topo.spi.lock.LockGrant;
import com.multigres.meta.topo.spi.lock.LockPlace;
import com.multigres.meta.topo.spi.lock.LockRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The locks of one store: each place has a session of its own, renewed with all the others. */
final class PostgresLocks implements LockBackend {
  private static final Duration DEFAULT_TTL = Duration.ofSeconds(30);
  // Until the first renewal: what was granted and never answered must not stand for a day.
  private static final Duration FIRST = Duration.ofSeconds(30);

  private final LockRows rows;
  private final TopoSessions sessions;
  private final TopoHistory history;
  private final Map<UUID, PostgresSession> places = new ConcurrentHashMap<>();

  PostgresLocks(LockRows rows, TopoSessions sessions, TopoHistory history) {
    this.rows = rows;
    this.sessions = sessions;
    this.history = history;
  }

  private static <T> T call(Supplier<T> work) {
    try {
      return work.get();
    } catch (PostgresFailure failure) {
      throw TopoFailures.translate(failure);
    }
  }

  @Override
  public Duration defaultTtl() {
    return DEFAULT_TTL;
  }

  @Override
  public LockPlace enter(LockRequest request, boolean wait, Deadline deadline) {
    UUID id = UUID.randomUUID();
    Duration first = request.ttl().compareTo(FIRST) < 0 ? request.ttl() : FIRST;
    // As if renewed so long ago that only the first time is left.
    long begun = LeaseClock.nanos() - request.ttl().minus(first).toNanos();
    AtomicReference<Consumer<Deadline>> settling = new AtomicReference<>(sure -> {});
    LockRows.Entered entered;
    try {
      entered = call(() -> rows.enter(id, request, first, wait, deadline, settling::set));
    } catch (TopoException failure) {
      throw withoutEffect(id, failure, Objects.requireNonNull(settling.get()), deadline);
    }
    if (entered.verdict() == Verdict.LOCK_HELD) {
      throw held(request, deadline);
    }
    if (entered.verdict() != Verdict.DONE && entered.verdict() != Verdict.WAITING) {
      throw entered.verdict().refusal(request.path());
    }
    PostgresSession session = sessions.begun(id, request.ttl(), begun, () -> deadline);
    places.put(id, session);
    entered.grant().map(LockGrant::token).ifPresent(this::remember);
    return new LockPlace(request, session.life(), entered.grant());
  }

  private void remember(FencingToken token) {
    history.saw(Long.parseUnsignedLong(token.incarnation(), 16));
  }

  /**
   * Nobody knows the place: if there is one it is never renewed, and goes by itself where it cannot
   * be taken out now.
   */
  private TopoException withoutEffect(
      UUID id, TopoException failure, Consumer<Deadline> settling, Deadline deadline) {
    if (failure.outcome() == Outcome.NOT_APPLIED) {
      return failure;
    }
    sessions.forget(id, settling, deadline);
    return new TopoException(
        failure.code(),
        failure.path().orElse(null),
        Outcome.NOT_APPLIED,
        String.valueOf(failure.getMessage()),
        failure);
  }

  private TopoException held(LockRequest request, Deadline deadline) {
    return LockContents.held(request, queue(request.path(), deadline));
  }

  @Override
  public Optional<LockGrant> look(LockPlace place, Deadline deadline) {
    TopoPath path = place.request().path();
    UUID id = SessionIds.uuid(path, place.lease().id());
    Optional<LockGrant> grant =
        call(() -> rows.look(id, deadline))
            .orElseThrow(
                () ->
                    TopoException.refused(
                        Code.LOCK_LOST, path, "its place in the queue is gone (T25)"))
            .grant();
    grant.map(LockGrant::token).ifPresent(this::remember);
    return grant;
  }

  @Override
  public void leave(LockPlace place, Deadline deadline) {
    UUID id = SessionIds.uuid(place.request().path(), place.lease().id());
    PostgresSession session = places.remove(id);
    if (session != null) {
      sessions.close(session, deadline);
    }
  }

  @Override
  public List<LockInfo> queue(TopoPath path, Deadline deadline) {
    return call(() -> rows.queue(path, deadline));
  }

  @Override
  public boolean revoke(LockInfo holder, Deadline deadline) {
    FencingToken token = holder.token().orElseThrow();
    UUID id;
    try {
      id = UUID.fromString(token.grant());
    } catch (IllegalArgumentException foreign) {
      throw TopoException.badInput(
          holder.path(), "the token " + token + " is not one of this store (T23)");
    }
    return call(() -> rows.revoke(id, token.number(), deadline));
  }
}
