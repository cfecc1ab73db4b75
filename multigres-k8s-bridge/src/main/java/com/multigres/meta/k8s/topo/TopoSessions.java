package com.multigres.meta.k8s.topo;

import com.multigres.meta.k8s.server.ApiException;
import com.multigres.meta.k8s.server.Pace;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.spi.CallbackThreads;
import com.multigres.meta.topo.spi.LeaseClock;
import com.multigres.meta.topo.spi.SessionLife;
import com.multigres.meta.topo.spi.StoreLife;
import com.multigres.meta.topo.spi.TopoArguments;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sessions that were opened through one store, those of its locks with them. */
final class TopoSessions {
  private static final Logger log = LoggerFactory.getLogger(TopoSessions.class);
  private static final Duration FORSAKING = Duration.ofSeconds(1);

  private final Leases leases;
  private final Sweeper sweeper;
  private final TopoWrites writes;
  private final StoreLife life;
  private final CallbackThreads threads;
  private final TopoArguments arguments;
  private final Set<KubernetesSession> open = ConcurrentHashMap.newKeySet();

  TopoSessions(
      Leases leases,
      Sweeper sweeper,
      TopoWrites writes,
      StoreLife life,
      CallbackThreads threads,
      TopoArguments arguments) {
    this.leases = leases;
    this.sweeper = sweeper;
    this.writes = writes;
    this.life = life;
    this.threads = threads;
    this.arguments = arguments;
  }

  Leases leases() {
    return leases;
  }

  TopoWrites writes() {
    return writes;
  }

  CallbackThreads threads() {
    return threads;
  }

  TopoArguments arguments() {
    return arguments;
  }

  void ensureStoreOpen() {
    life.ensureOpen();
  }

  KubernetesSession open(Duration ttl, Supplier<Deadline> deadlines) {
    arguments.ttl(ttl);
    return life.adopt(begin(ttl, deadlines));
  }

  /** One that is not closed with the store by itself: a place in a lock's queue. */
  KubernetesSession begin(Duration ttl, Supplier<Deadline> deadlines) {
    long sent = LeaseClock.nanos();
    String nonce = Leases.freshNonce();
    SessionId id;
    try {
      id = leases.open(nonce, ttl, deadlines.get());
    } catch (ApiException fault) {
      // Nobody knows the session: if it was opened it has no nodes.
      if (fault.sent()) {
        threads.execute(() -> forsake(nonce));
      }
      throw TopoErrors.harmless(fault);
    }
    SessionLife begun = new SessionLife(id, ttl, sent, threads);
    KubernetesSession session = new KubernetesSession(begun, this, deadlines);
    open.add(session);
    session.begin();
    return session;
  }

  /** What is still on its way is looked for a few times; after that it goes by itself. */
  private void forsake(String nonce) {
    Deadline deadline = Deadline.after(FORSAKING);
    Pace pace = new Pace(deadline);
    try {
      boolean ended = leases.endNamed(nonce, deadline);
      while (!ended && pace.pause(Duration.ZERO)) {
        ended = leases.endNamed(nonce, deadline);
      }
    } catch (ApiException unreached) {
      log.debug("session {} may stand forsaken: {}", nonce, unreached.getMessage());
    }
  }

  /** The longest time to live among the open ones, zero when there is none. */
  Duration longestTtl() {
    return open.stream().map(KubernetesSession::ttl).max(Duration::compareTo).orElse(Duration.ZERO);
  }

  void lost(KubernetesSession session) {
    forget(session);
    if (session.life().lose()) {
      log.info("{} was lost", session);
    }
  }

  /** The store is not what it was: whatever it holds, these sessions are over (rule T33). */
  void loseAll() {
    open.forEach(this::lost);
  }

  private void forget(KubernetesSession session) {
    open.remove(session);
    session.stopRenewing();
    life.release(session);
  }

  /** Ends a session that its owner has closed: at once for readers, then for watchers. */
  void end(KubernetesSession session, Deadline deadline) {
    forget(session);
    Pace pace = new Pace(deadline);
    while (true) {
      try {
        leases.end(session.id(), Optional.empty(), deadline);
        sweeper.sweep(session.id(), deadline);
        return;
      } catch (ApiException fault) {
        if (!fault.passing() || !pace.pause(fault.retryAfter().orElse(Duration.ZERO))) {
          throw notEnded(session, fault);
        }
      }
    }
  }

  private static TopoException notEnded(KubernetesSession session, ApiException fault) {
    TopoException said = TopoErrors.harmless(fault);
    return new TopoException(
        said.code(),
        null,
        Outcome.UNKNOWN,
        session
            + " could not be closed, its nodes go by their time to live (T19): "
            + said.getMessage(),
        fault);
  }
}
