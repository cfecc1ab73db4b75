package com.multigres.meta.postgres.topo;

import com.multigres.meta.postgres.internal.PostgresFailure;
import com.multigres.meta.postgres.internal.PostgresFailure.Kind;
import com.multigres.meta.postgres.topo.internal.SessionRows;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.spi.LeaseClock;
import com.multigres.meta.topo.spi.StoreLife;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews all sessions of a store with one statement, three times in the shortest time to live, and
 * tells owners on their own clock when no renewal came through in time (rules T18 and T20).
 */
final class SessionKeeper {
  private static final Logger log = LoggerFactory.getLogger(SessionKeeper.class);
  private static final int RENEWALS_PER_TTL = 3;
  private static final Duration IDLE = Duration.ofSeconds(10);
  // However long the time to live: the owner shall learn of a loss, and a failed renewal have time.
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final Duration SHORTEST = Duration.ofMillis(50);

  private final SessionRows rows;
  private final StoreLife life;
  private final Map<UUID, PostgresSession> open = new ConcurrentHashMap<>();
  private final Loop loop;

  SessionKeeper(SessionRows rows, StoreLife life) {
    this.rows = rows;
    this.life = life;
    this.loop = new Loop("multigres-postgres-sessions", this::turn);
  }

  void add(PostgresSession session) {
    open.put(session.key(), session);
    loop.start();
    loop.wake();
  }

  void remove(PostgresSession session) {
    open.remove(session.key());
  }

  /** The longest time to live among the open ones, zero when there is none. */
  Duration longestTtl() {
    return open.values().stream()
        .map(PostgresSession::ttl)
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /** The store is not what it was: whatever it holds, these sessions are over (rule T33). */
  void loseAll() {
    open.values().forEach(this::lose);
  }

  private void lose(PostgresSession session) {
    open.remove(session.key());
    life.release(session);
    if (session.life().lose()) {
      log.info("{} was lost", session);
    }
  }

  private Duration turn() {
    List<PostgresSession> now = List.copyOf(open.values());
    if (now.isEmpty()) {
      return IDLE;
    }
    Duration pause = pause(now);
    long sent = LeaseClock.nanos();
    try {
      settle(now, rows.renew(keys(now), Deadline.after(pause)), sent);
    } catch (PostgresFailure failure) {
      if (failure.kind() != Kind.CLOSED) {
        log.debug("sessions could not be renewed: {}", failure.text());
      }
      // Soon again: what is left of the time to live is all there is.
      pause = pause.dividedBy(RENEWALS_PER_TTL);
    }
    now.stream().filter(session -> session.life().overdue()).forEach(this::lose);
    Duration spent = Duration.ofNanos(LeaseClock.nanos() - sent);
    Duration rest = pause.minus(spent);
    return rest.compareTo(SHORTEST) < 0 ? SHORTEST : rest;
  }

  private static Duration pause(List<PostgresSession> now) {
    Duration third = shortestTtl(now).dividedBy(RENEWALS_PER_TTL);
    return third.compareTo(LONGEST) > 0 ? LONGEST : third;
  }

  private void settle(Collection<PostgresSession> asked, Set<UUID> renewed, long sent) {
    for (PostgresSession session : asked) {
      if (renewed.contains(session.key())) {
        session.life().renewed(sent);
      } else if (open.containsKey(session.key())) {
        lose(session);
      }
    }
  }

  private static List<UUID> keys(List<PostgresSession> sessions) {
    return sessions.stream().map(PostgresSession::key).toList();
  }

  private static Duration shortestTtl(List<PostgresSession> sessions) {
    return sessions.stream().map(PostgresSession::ttl).min(Duration::compareTo).orElse(IDLE);
  }

  void close() {
    loop.close();
  }
}
