package com.multigres.meta.k8s.lease;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of one candidate: what he sees, and when by his own clock, decides what he
 * does. It does nothing itself. Not thread-safe.
 */
final class LeaseRules {
  private final String me;
  private final LeaseTimes times;
  private @Nullable String seenVersion;
  private long seenNanos;
  private @Nullable Held held;
  private long highest; // token that was seen or had: a lease may be deleted, and forget

  /**
   * A leadership.
   *
   * @param token larger than every leader's before
   * @param untilNanos until when it is certain
   */
  record Held(long token, long untilNanos) {}

  /** What to do next. */
  sealed interface Move {

    /**
     * Write the lease, on condition that it is as it was seen.
     *
     * @param token what it is to say
     */
    record Write(long token) implements Move {}

    /**
     * Do nothing.
     *
     * @param nanos for how long nothing can change by itself
     */
    record Wait(long nanos) implements Move {}
  }

  /**
   * A candidate.
   *
   * @param me a name that no other process has, nor this one had before
   */
  LeaseRules(String me, LeaseTimes times) {
    this.me = me;
    this.times = times;
  }

  /**
   * What to do about a lease.
   *
   * @param lease as it was read just now; empty where there is none
   * @param now what time it is, on a clock that only goes forward
   * @param above the token must be larger than this
   */
  Move next(Optional<LeaseView> lease, long now, long above) {
    if (lease.isEmpty()) {
      seenVersion = null;
      return new Move.Write(Math.max(highest, above) + 1);
    }
    LeaseView seen = lease.get();
    highest = Math.max(highest, seen.transitions());
    if (!seen.version().equals(seenVersion)) {
      seenVersion = seen.version();
      seenNanos = now;
    }
    long following = Math.max(seen.transitions(), above) + 1;
    if (seen.holder().equals(me)) {
      // Also when the answer to the write that made it so was lost.
      return new Move.Write(seen.transitions() > above ? seen.transitions() : following);
    }
    held = null;
    if (seen.holder().isEmpty()) {
      return new Move.Write(following);
    }
    Duration patience = seen.duration().isZero() ? times.duration() : seen.duration();
    long left = seenNanos + patience.toNanos() - now;
    return left <= 0 ? new Move.Write(following) : new Move.Wait(left);
  }

  /**
   * A write was acknowledged.
   *
   * @param token what it said
   * @param sentNanos when it was sent: others may count from any moment after that
   */
  void written(long token, long sentNanos) {
    highest = Math.max(highest, token);
    held = new Held(token, sentNanos + times.leading().toNanos());
  }

  /** The lease is in nobody's hands, or in others'. */
  void lost() {
    held = null;
  }

  /** The leadership, if it is certain. */
  Optional<Held> held(long now) {
    Held mine = held;
    return mine != null && now - mine.untilNanos() < 0 ? Optional.of(mine) : Optional.empty();
  }
}
