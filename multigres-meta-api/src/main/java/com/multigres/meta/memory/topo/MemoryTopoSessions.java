package com.multigres.meta.memory.topo;

import com.multigres.meta.topo.SessionId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** The sessions that live, by the server's clock (rule T18). Guarded by the server's lock. */
final class MemoryTopoSessions {
  private record Lease(long ttlNanos, long untilNanos) {
    Lease renewed() {
      return new Lease(ttlNanos, System.nanoTime() + ttlNanos);
    }
  }

  private final Map<SessionId, Lease> leases = new HashMap<>();
  private long opened;

  SessionId open(String incarnation, Duration ttl) {
    opened++;
    SessionId id = new SessionId(incarnation + "-" + opened);
    leases.put(id, new Lease(ttl.toNanos(), 0).renewed());
    return id;
  }

  boolean isAlive(SessionId id) {
    return leases.containsKey(id);
  }

  boolean renew(SessionId id) {
    return leases.computeIfPresent(id, (known, lease) -> lease.renewed()) != null;
  }

  /** Gives every session a full time to live again, as a server does that was away itself. */
  void renewAll() {
    leases.replaceAll((id, lease) -> lease.renewed());
  }

  boolean end(SessionId id) {
    return leases.remove(id) != null;
  }

  void wipe() {
    leases.clear();
  }

  /** Takes out the sessions whose time is up. */
  Set<SessionId> expire() {
    long now = System.nanoTime();
    Set<SessionId> due =
        leases.entrySet().stream()
            .filter(entry -> entry.getValue().untilNanos() - now <= 0)
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    leases.keySet().removeAll(due);
    return due;
  }

  /** How long until the next session would expire; empty when there is none. */
  OptionalLong nanosToNext() {
    long now = System.nanoTime();
    return leases.values().stream().mapToLong(lease -> lease.untilNanos() - now).min();
  }

  int count() {
    return leases.size();
  }
}
