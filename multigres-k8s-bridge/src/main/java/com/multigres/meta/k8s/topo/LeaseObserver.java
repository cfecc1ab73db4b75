package com.multigres.meta.k8s.topo;

import com.fasterxml.jackson.databind.JsonNode;
import com.multigres.meta.k8s.server.ApiException;
import com.multigres.meta.k8s.server.ApiObjects;
import com.multigres.meta.k8s.server.ObjectStream;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.spi.BackgroundTask;
import com.multigres.meta.topo.spi.CallbackThreads;
import com.multigres.meta.topo.spi.LeaseClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the sessions of everybody: whose renewals stood still for a full time to live, by the
 * clock of this process alone, is ended, on condition that it is as it was seen then. So neither
 * wall clocks nor a pause of this process can end a session that is renewed (rule T18).
 */
final class LeaseObserver {
  private static final Logger log = LoggerFactory.getLogger(LeaseObserver.class);
  private static final Duration CALL = Duration.ofSeconds(5);
  private static final Duration AFTER_A_FAILURE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final long SPREAD_MILLIS = 400;
  private static final Duration UNREADABLE = Duration.ofMinutes(1);

  private final Leases leases;
  private final Sweeper sweeper;
  private final CallbackThreads threads;
  private final Runnable ended;
  private final BackgroundTask task;
  private final BackgroundTask sweeping;
  // Touched by the task alone.
  private final Map<SessionId, Seen> seen = new HashMap<>();
  private volatile @Nullable ObjectStream stream;
  private Optional<Subscription> timer = Optional.empty();
  private final AtomicBoolean sweepDue = new AtomicBoolean();
  private volatile boolean closed;

  /**
   * How a lease stood.
   *
   * @param revision its version
   * @param ttl how long it may stand so
   * @param sinceNanos when that version was seen first
   */
  private record Seen(String revision, Duration ttl, long sinceNanos) {

    Duration left() {
      return ttl.minusNanos(LeaseClock.nanos() - sinceNanos);
    }
  }

  /**
   * An observer.
   *
   * @param ended told when a session is gone; must not block
   */
  LeaseObserver(Leases leases, Sweeper sweeper, CallbackThreads threads, Runnable ended) {
    this.leases = leases;
    this.sweeper = sweeper;
    this.threads = threads;
    this.ended = ended;
    this.task = new BackgroundTask(threads, this::turn);
    this.sweeping = new BackgroundTask(threads, this::sweepAll);
  }

  void start() {
    task.request();
    sweepSoon();
  }

  private void turn() {
    if (closed) {
      return;
    }
    Duration pause = LONGEST_PAUSE;
    try {
      pause = look(Deadline.after(CALL));
    } catch (ApiException | TopoException | IllegalStateException fault) {
      log.debug("sessions cannot be observed: {}", fault.getMessage());
      pause = AFTER_A_FAILURE;
    } finally {
      timer.ifPresent(Subscription::close);
      timer = Optional.of(threads.schedule(task::request, pause));
    }
  }

  /** One look; how long nothing can end by itself. */
  private Duration look(Deadline deadline) {
    follow(deadline);
    Duration shortest = LONGEST_PAUSE;
    for (Map.Entry<SessionId, Seen> each : Map.copyOf(seen).entrySet()) {
      Duration left = each.getValue().left();
      if (left.isNegative() || left.isZero()) {
        expire(each.getKey(), each.getValue(), deadline);
      } else if (left.compareTo(shortest) < 0) {
        shortest = left.plusMillis(1);
      }
    }
    return shortest;
  }

  private void follow(Deadline deadline) {
    ObjectStream running = stream;
    if (running != null) {
      running.take().forEach(this::note);
    }
    if (running != null && !running.over()) {
      return;
    }
    long from = running == null || running.gone() ? readAll(deadline) : running.revision();
    if (running != null) {
      running.close();
      boolean broken = running.fault().isPresent() && !running.gone();
      if (broken) {
        // It may have been cut off for a while: what stands is asked for, not guessed.
        from = readAll(deadline);
      }
    }
    ApiObjects.Query query = ApiObjects.Query.labelled(Leases.SELECTOR);
    ObjectStream next = leases.objects().follow(query, from, task::request);
    stream = next;
    if (closed) {
      next.close();
    }
  }

  private long readAll(Deadline deadline) {
    ApiObjects.Listing listing =
        leases.objects().list(ApiObjects.Query.labelled(Leases.SELECTOR), deadline);
    Set<SessionId> standing = new HashSet<>();
    for (JsonNode lease : listing.items()) {
      standing.add(Leases.id(lease));
      note(lease);
    }
    Set<SessionId> gone = new HashSet<>(seen.keySet());
    gone.removeAll(standing);
    gone.forEach(this::isOver);
    return Stamp.revision(listing.revision());
  }

  private void note(ObjectStream.Event event) {
    if (event.deleted()) {
      isOver(Leases.id(event.object()));
    } else {
      note(event.object());
    }
  }

  private void note(JsonNode lease) {
    JsonNode metadata = lease.path("metadata");
    String revision = metadata.path("resourceVersion").asText();
    Seen before = seen.get(Leases.id(lease));
    if (before == null || !before.revision().equals(revision)) {
      long millis = metadata.path("annotations").path(Names.TTL).asLong(UNREADABLE.toMillis());
      // Of many observers one ends it, and tells the others by that.
      long spread = ThreadLocalRandom.current().nextLong(SPREAD_MILLIS);
      seen.put(
          Leases.id(lease),
          new Seen(revision, Duration.ofMillis(millis + spread), LeaseClock.nanos()));
    }
  }

  private void isOver(SessionId session) {
    seen.remove(session);
    leases.remember(session);
    ended.run();
    sweepSoon();
  }

  private void expire(SessionId session, Seen last, Deadline deadline) {
    if (!leases.end(session, Optional.of(last.revision()), deadline)) {
      // It was renewed after all: we are told of that yet.
      seen.put(session, new Seen(last.revision(), last.ttl(), LeaseClock.nanos()));
      return;
    }
    log.info("session {} was not renewed in time and is over", session);
    isOver(session);
    sweeper.sweep(session, deadline);
  }

  /** Something bound was seen whose session is gone, or may be. */
  void sweepSoon() {
    if (!closed && sweepDue.compareAndSet(false, true)) {
      // Others may have seen it too: whoever comes later finds nothing to do.
      int millis = ThreadLocalRandom.current().nextInt(300, 1_500);
      threads.schedule(sweeping::request, Duration.ofMillis(millis));
    }
  }

  private void sweepAll() {
    sweepDue.set(false);
    if (closed) {
      return;
    }
    try {
      sweeper.sweepAll(Deadline.after(CALL));
    } catch (ApiException | TopoException | IllegalStateException fault) {
      log.debug("what sessions left cannot be taken away yet: {}", fault.getMessage());
    }
  }

  void close() {
    closed = true;
    task.stop();
    sweeping.stop();
    ObjectStream running = stream;
    if (running != null) {
      running.close();
    }
  }
}
