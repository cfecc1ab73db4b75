package com.multigres.meta.view.internal;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Begins with the wall clock's time and from then on counts with the monotonic clock: the time
 * between two of its instants is the time that passed, whatever somebody did to the wall clock.
 */
public final class SteadyClock implements InstantSource {
  private final Instant begun = Clock.systemUTC().instant();
  private final long begunNanos = System.nanoTime();

  /** A clock that begins now. */
  public SteadyClock() {}

  @Override
  public Instant instant() {
    return begun.plusNanos(System.nanoTime() - begunNanos);
  }
}
