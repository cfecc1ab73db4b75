package com.multigres.meta.model.component;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a pooler's process stands in its life.
 *
 * <p>An open enumeration: a number that this library does not know is a value like any other.
 *
 * @param number the number that stands in records
 */
public record LifecycleStatus(int number) {
  /** The record does not say. */
  public static final LifecycleStatus UNKNOWN = new LifecycleStatus(0);

  /** Coming up. */
  public static final LifecycleStatus STARTING = new LifecycleStatus(1);

  /** Running. */
  public static final LifecycleStatus ACTIVE = new LifecycleStatus(2);

  /** Going down in good order. */
  public static final LifecycleStatus STOPPING = new LifecycleStatus(3);

  /** Gone; its record stays so that others know it left on purpose. */
  public static final LifecycleStatus SHUTDOWN = new LifecycleStatus(4);

  /** Kept away from the shard until somebody looks at it. */
  public static final LifecycleStatus QUARANTINED = new LifecycleStatus(5);

  private static final NumberNames NAMES =
      new NumberNames(
          Map.of(
              0,
              "UNKNOWN",
              1,
              "STARTING",
              2,
              "ACTIVE",
              3,
              "STOPPING",
              4,
              "SHUTDOWN",
              5,
              "QUARANTINED"));

  /**
   * The constant's name.
   *
   * @return for instance {@code STARTING}; {@code UNRECOGNIZED(number)} for a number without one
   */
  public String name() {
    return NAMES.of(number);
  }

  // Spelled out, because deriving it takes a process that has just begun milliseconds.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LifecycleStatus that && number == that.number;
  }

  @Override
  public int hashCode() {
    return number;
  }

  /** The same as {@link #name()}. */
  @Override
  public String toString() {
    return name();
  }
}
