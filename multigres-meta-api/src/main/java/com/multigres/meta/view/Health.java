package com.multigres.meta.view;

import java.time.InstantSource;

/**
 * What is known about how one source is followed. Guarded by the lock of whoever publishes.
 *
 * <p>Watches in a store are current once each of them told the whole state, while the store is
 * connected. What the store misses in between its watches tell after it is connected again.
 */
final class Health {
  private final InstantSource clock;
  private final int watches;
  private boolean connected;
  private int inSync;
  private String reason = "not read yet";

  Health(InstantSource clock, int watches) {
    this.clock = clock;
    this.watches = watches;
  }

  void connected(boolean now, String state) {
    connected = now;
    reason = now ? "its records are being read" : "its store is " + state;
  }

  /** One watch more has told everything. */
  void inSync() {
    inSync++;
  }

  /** Nothing is followed for now: it begins anew. */
  void restart(String why) {
    inSync = 0;
    reason = why;
  }

  /** What is to be said of the source, of which this was said last. */
  Freshness judge(Freshness before) {
    if (connected && inSync >= watches) {
      return new Freshness.Current();
    }
    if (before instanceof Freshness.Current) {
      return new Freshness.Stale(clock.instant(), reason);
    }
    return before instanceof Freshness.Stale stale
        ? new Freshness.Stale(stale.since(), reason)
        : new Freshness.Unknown(reason);
  }
}
