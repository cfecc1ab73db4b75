package com.multigres.meta.topo.lock;

import com.multigres.meta.topo.TopoException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How to ask for a lock. Immutable.
 *
 * @param action what the lock is for, shown to others (rule T26)
 * @param kind a queue or one node
 * @param ttl how long the lock outlives a holder that stopped renewing; the backend's default where
 *     empty (rule T22)
 * @param patience how long to wait in the queue; the store's deadline for a call where empty
 * @param stealAfter the time that a present holder gets to clean up before the lock is taken from
 *     it; empty to respect the holder
 * @param details whatever else others shall read, by name
 */
public record LockOptions(
    String action,
    LockKind kind,
    Optional<Duration> ttl,
    Optional<Duration> patience,
    Optional<Duration> stealAfter,
    Map<String, String> details) {

  // Refuses negative times.
  public LockOptions {
    details = Map.copyOf(details);
    refuseNegative(patience, "wait");
    refuseNegative(stealAfter, "grace period");
  }

  private static void refuseNegative(Optional<Duration> time, String what) {
    if (time.filter(Duration::isNegative).isPresent()) {
      throw TopoException.badInput("a " + what + " is not negative, as " + time.get() + " is");
    }
  }

  /**
   * A queue lock with the backend's time to live, waited for as long as a call of the store may
   * take.
   *
   * @param action what the lock is for
   * @return the options
   */
  public static LockOptions of(String action) {
    return new LockOptions(
        action, LockKind.QUEUE, Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
  }

  /**
   * The same as one node instead of a queue.
   *
   * @return the options
   */
  public LockOptions exclusive() {
    return new LockOptions(action, LockKind.EXCLUSIVE, ttl, patience, stealAfter, details);
  }

  /**
   * The same with a time to live.
   *
   * @param granted how long the lock outlives a holder that stopped renewing
   * @return the options
   */
  public LockOptions ttl(Duration granted) {
    return new LockOptions(action, kind, Optional.of(granted), patience, stealAfter, details);
  }

  /**
   * The same with another patience.
   *
   * @param longest how long to wait in the queue
   * @return the options
   */
  public LockOptions waiting(Duration longest) {
    return new LockOptions(action, kind, ttl, Optional.of(longest), stealAfter, details);
  }

  /**
   * The same, taking the lock away from a present holder, once: the holder is told, has this time
   * to clean up, and only then does this caller get the lock. Writes that the holder guards are
   * refused from the beginning. Whoever waits in the queue already goes first, and at once: the
   * time is between the holder and this caller alone.
   *
   * @param grace the time that the holder gets
   * @return the options
   */
  public LockOptions stealing(Duration grace) {
    return new LockOptions(action, kind, ttl, patience, Optional.of(grace), details);
  }

  /**
   * The same with one more thing for others to read.
   *
   * @param name its name
   * @param value what it says
   * @return the options
   */
  public LockOptions detail(String name, String value) {
    Map<String, String> more = new HashMap<>(details);
    more.put(name, value);
    return new LockOptions(action, kind, ttl, patience, stealAfter, more);
  }
}
