package com.multigres.meta.topo.etcd;

import com.multigres.meta.topo.spi.LeaseClock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Leases that were asked for and not answered. etcd handles requests side by side: the one that
 * takes such a lease back may overtake the one that asks for it, and finds nothing. So what is
 * missing counts as gone only when it still is after a while. Thread-safe.
 */
final class DoubtedGrants {
  private static final Duration SETTLED = Duration.ofSeconds(2);
  private static final long NOT_YET = Long.MIN_VALUE;

  // When each was first found missing.
  private final Map<Long, Long> missedNanos = new ConcurrentHashMap<>();

  void add(long id) {
    missedNanos.put(id, NOT_YET);
  }

  boolean contains(long id) {
    return missedNanos.containsKey(id);
  }

  /** A lease was not found: whether it may come yet. */
  boolean mayComeYet(long id) {
    long now = LeaseClock.nanos();
    Long first = missedNanos.computeIfPresent(id, (key, at) -> at == NOT_YET ? now : at);
    return first != null && now - first < SETTLED.toNanos();
  }

  void remove(long id) {
    missedNanos.remove(id);
  }
}
