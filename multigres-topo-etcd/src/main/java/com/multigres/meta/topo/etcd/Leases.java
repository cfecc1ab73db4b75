package com.multigres.meta.topo.etcd;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.ErrorCategory;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.etcd.internal.Backoff;
import com.multigres.meta.topo.etcd.internal.EtcdCalls;
import com.multigres.meta.topo.spi.BackgroundTask;
import com.multigres.meta.topo.spi.CallbackThreads;
import com.multigres.meta.topo.spi.LeaseClock;
import com.multigres.meta.topo.spi.SessionLife;
import com.multigres.meta.topo.spi.StoreLife;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrantResponse;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * etcd's leases, named by us: whoever lost the answer to a grant still knows what to revoke.
 * Thread-safe.
 */
final class Leases {
  private static final Logger log = LoggerFactory.getLogger(Leases.class);
  private static final Duration REVOKING = Duration.ofSeconds(5);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  // A server that took over has begun to count anew.
  private static final int LIVES = 2;
  private static final Duration LOOK_AGAIN = Duration.ofMillis(1);
  private static final Duration MISSING_PAUSE = Duration.ofMillis(50);

  private final EtcdCalls calls;
  private final LeaseKeeper keeper;
  private final StoreLife storeLife;
  private final CallbackThreads threads;
  // Asked for and not known to be gone: what a closing store takes back.
  private final Set<Long> known = ConcurrentHashMap.newKeySet();
  private final AtomicInteger granting = new AtomicInteger();
  private final DoubtedGrants doubted = new DoubtedGrants();
  // To be taken back, and by when they have certainly gone without that.
  private final Map<Long, Long> unwanted = new ConcurrentHashMap<>();
  private final BackgroundTask sweeping;
  private final Backoff pauses = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
  private volatile long nextSweepNanos = System.nanoTime();

  Leases(EtcdCalls calls, LeaseKeeper keeper, StoreLife storeLife, CallbackThreads threads) {
    this.calls = calls;
    this.keeper = keeper;
    this.storeLife = storeLife;
    this.threads = threads;
    this.sweeping = new BackgroundTask(threads, this::sweep);
  }

  static long id(SessionLife life) {
    return Long.parseLong(life.id().value());
  }

  /** Opens a lease and renews it from now on. etcd counts in whole seconds: a part is a whole. */
  SessionLife grant(Duration ttl, Deadline deadline) {
    granting.incrementAndGet();
    try {
      // After it was counted: a store that closes waits for who got this far.
      storeLife.ensureOpen();
      return granted(ttl, deadline);
    } finally {
      granting.decrementAndGet();
    }
  }

  private SessionLife granted(Duration ttl, Deadline deadline) {
    long seconds = ttl.plusSeconds(1).minusNanos(1).toSeconds();
    long id = ThreadLocalRandom.current().nextLong(1L << 32, Long.MAX_VALUE);
    long sent = LeaseClock.nanos();
    LeaseGrantRequest request = LeaseGrantRequest.newBuilder().setID(id).setTTL(seconds).build();
    LeaseGrantResponse granted;
    known.add(id);
    try {
      granted =
          calls.call(LeaseGrpc.getLeaseGrantMethod(), request, deadline, "opening a session", true);
    } catch (TopoException failure) {
      throw withoutEffect(id, ttl, failure);
    }
    if (granted.getTTL() != seconds) {
      forget(id, Duration.ofSeconds(granted.getTTL()));
      throw TopoException.badInput(
          "a time to live of %d s cannot be granted, the servers make it %d s (T18)"
              .formatted(seconds, granted.getTTL()));
    }
    SessionLife life =
        new SessionLife(
            new SessionId(Long.toString(id)), Duration.ofSeconds(seconds), sent, threads);
    life.onLost(() -> known.remove(id));
    keeper.add(life);
    return life;
  }

  /** What failed has no effect that outlasts its lease, which nobody renews and we take back. */
  private TopoException withoutEffect(long id, Duration ttl, TopoException failure) {
    if (failure.outcome() == Outcome.NOT_APPLIED) {
      known.remove(id);
      return failure;
    }
    doubted.add(id);
    forget(id, ttl);
    return new TopoException(
        failure.code(),
        failure.path().orElse(null),
        Outcome.NOT_APPLIED,
        String.valueOf(failure.getMessage()),
        failure);
  }

  /** Takes back what nobody wants, on a thread of the store, as soon as that can be done. */
  void forget(long id, Duration ttl) {
    unwanted.put(id, LeaseClock.nanos() + ttl.multipliedBy(LIVES).toNanos());
    sweeping.request();
  }

  /** Called every now and then: what could not be taken back is tried again. */
  void tick() {
    if (!unwanted.isEmpty() && System.nanoTime() - nextSweepNanos >= 0) {
      sweeping.request();
    }
  }

  private void sweep() {
    for (Map.Entry<Long, Long> one : unwanted.entrySet()) {
      if (storeLife.isClosed()) {
        // Which takes all back that it knows.
        return;
      }
      try {
        revoke(one.getKey(), Deadline.after(REVOKING), false);
        pauses.reset();
      } catch (TopoException away) {
        log.debug("lease {} cannot be taken back yet: {}", one.getKey(), away.getMessage());
        if (LeaseClock.nanos() - one.getValue() >= 0) {
          isGone(one.getKey());
        }
        nextSweepNanos = System.nanoTime() + pauses.next().toNanos();
        if (away.category() == ErrorCategory.TRANSIENT) {
          return;
        }
      }
    }
  }

  private void isGone(long id) {
    known.remove(id);
    unwanted.remove(id);
    doubted.remove(id);
  }

  /**
   * Stops renewing a lease and takes it back, with all that is bound to it; later where nobody can
   * be reached within the deadline.
   */
  void end(SessionLife life, Deadline deadline) {
    keeper.remove(life);
    try {
      revoke(id(life), deadline);
    } catch (TopoException unreached) {
      forget(id(life), life.ttl());
      throw unreached;
    }
  }

  /** Takes a lease back, whosesoever; one that is gone is fine. */
  void revoke(long id, Deadline deadline) {
    // Of a store that closes nobody is left to try again.
    revoke(id, deadline, storeLife.isClosed());
  }

  private void revoke(long id, Deadline deadline, boolean persistently) {
    LeaseRevokeRequest request = LeaseRevokeRequest.newBuilder().setID(id).build();
    String doing = "closing of session " + id;
    try {
      if (persistently) {
        calls.persist(LeaseGrpc.getLeaseRevokeMethod(), request, deadline, doing);
      } else {
        calls.call(LeaseGrpc.getLeaseRevokeMethod(), request, deadline, doing, false);
      }
    } catch (TopoException gone) {
      if (gone.code() != Code.SESSION_LOST || doubted.mayComeYet(id)) {
        throw gone;
      }
    }
    isGone(id);
  }

  /**
   * Takes back whatever the closing store asked for and nobody has ended: who was in the middle of
   * a call had no time to (rule T28).
   */
  void close(Deadline deadline) {
    while (granting.get() > 0 && !deadline.expired() && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(this, LOOK_AGAIN.toNanos());
    }
    Set<Long> left = new HashSet<>(known);
    left.addAll(unwanted.keySet());
    while (!left.isEmpty()) {
      for (long id : Set.copyOf(left)) {
        if (deadline.expired()) {
          log.warn("leases that could not be taken back go by their time to live");
          return;
        }
        if (!takeBack(id, deadline)) {
          left.remove(id);
        }
      }
      LockSupport.parkNanos(this, left.isEmpty() ? 0 : MISSING_PAUSE.toNanos());
    }
  }

  /** Whether it is to be tried again, as the lease may come yet. */
  private boolean takeBack(long id, Deadline deadline) {
    try {
      revoke(id, deadline);
      return false;
    } catch (TopoException away) {
      boolean missing = away.code() == Code.SESSION_LOST && doubted.contains(id);
      if (!missing) {
        log.debug("lease {} goes by its time to live: {}", id, away.getMessage());
      }
      return missing;
    }
  }
}
