package com.multigres.meta.k8s.topo;

import com.google.protobuf.ByteString;
import com.multigres.meta.k8s.server.ApiException;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.spi.LeaseClock;
import com.multigres.meta.topo.spi.SessionLife;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session as its owner holds it. It renews its Lease three times in its time to live, and counts
 * itself as lost when none of that was acknowledged for that time (rules T18 and T20).
 */
final class KubernetesSession implements Session {
  private static final Logger log = LoggerFactory.getLogger(KubernetesSession.class);
  private static final int RENEWALS_PER_TTL = 3;
  // However long the time to live: its owner shall learn of a loss.
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration AFTER_A_FAILURE = Duration.ofMillis(100);

  private final SessionLife life;
  private final TopoSessions sessions;
  private final Supplier<Deadline> deadlines;
  private final Duration pause;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<Subscription> next = Optional.empty();
  private long renewals;

  KubernetesSession(SessionLife life, TopoSessions sessions, Supplier<Deadline> deadlines) {
    this.life = life;
    this.sessions = sessions;
    this.deadlines = deadlines;
    Duration part = life.ttl().dividedBy(RENEWALS_PER_TTL);
    this.pause = part.compareTo(LONGEST_PAUSE) < 0 ? part : LONGEST_PAUSE;
  }

  SessionLife life() {
    return life;
  }

  void begin() {
    renewAfter(pause);
  }

  private void renewAfter(Duration delay) {
    lock.lock();
    try {
      if (life.isOpen()) {
        next = Optional.of(sessions.threads().schedule(this::renew, delay));
      }
    } finally {
      lock.unlock();
    }
  }

  private void renew() {
    if (!life.isOpen()) {
      return;
    }
    long sent = LeaseClock.nanos();
    renewals++;
    Duration again = pause;
    try {
      if (!sessions.leases().renew(id(), renewals, Deadline.after(pause))) {
        sessions.lost(this);
      }
      life.renewed(sent);
    } catch (ApiException | IllegalStateException fault) {
      log.debug("{} could not be renewed: {}", this, fault.getMessage());
      again = AFTER_A_FAILURE;
    }
    if (life.overdue()) {
      sessions.lost(this);
    }
    Duration spent = Duration.ofNanos(LeaseClock.nanos() - sent);
    renewAfter(again.compareTo(spent) > 0 ? again.minus(spent) : Duration.ZERO);
  }

  void stopRenewing() {
    lock.lock();
    try {
      next.ifPresent(Subscription::close);
      next = Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public SessionId id() {
    return life.id();
  }

  @Override
  public Duration ttl() {
    return life.ttl();
  }

  @Override
  public boolean isOver() {
    return !life.isOpen();
  }

  @Override
  public Version create(TopoPath path, ByteString value) {
    Mutation creation = Mutation.createBound(path, value, id());
    sessions.arguments().mutation(creation);
    return apply(Change.of(creation));
  }

  @Override
  public Version bind(TopoPath path, Version expected) {
    return rebind(Change.Kind.BIND, path, expected);
  }

  @Override
  public Version takeOver(TopoPath path, Version expected) {
    return rebind(Change.Kind.TAKE_OVER, path, expected);
  }

  @Override
  public Version unbind(TopoPath path, Version expected) {
    return rebind(Change.Kind.UNBIND, path, expected);
  }

  private Version rebind(Change.Kind kind, TopoPath path, Version expected) {
    sessions.arguments().node(path);
    sessions.arguments().version(path, expected);
    Stamp.of(path, expected);
    return apply(Change.binding(kind, path, expected, id()));
  }

  private Version apply(Change change) {
    sessions.ensureStoreOpen();
    life.ensureOpen(change.path());
    try {
      return sessions.writes().apply(change, deadlines.get());
    } catch (TopoException failure) {
      if (failure.code() == TopoException.Code.SESSION_LOST) {
        sessions.lost(this);
      }
      throw failure;
    }
  }

  @Override
  public Subscription onLost(Runnable listener) {
    return life.onLost(listener);
  }

  @Override
  public void close() {
    close(deadlines.get());
  }

  void close(Deadline deadline) {
    if (life.close()) {
      sessions.end(this, deadline);
    }
  }

  @Override
  public String toString() {
    return "session " + id();
  }
}
