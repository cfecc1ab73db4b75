package com.multigres.meta.model.component;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part that a pooler plays for its shard.
 *
 * <p>An open enumeration: a number that this library does not know is a value like any other.
 *
 * @param number the number that stands in records
 */
public record PoolerType(int number) {
  /** Not decided yet. */
  public static final PoolerType UNKNOWN = new PoolerType(0);

  /** Takes the shard's writes. */
  public static final PoolerType PRIMARY = new PoolerType(1);

  /** Follows the shard's primary. */
  public static final PoolerType REPLICA = new PoolerType(2);

  /** Out of use for queries; no longer written by today's components. */
  public static final PoolerType DRAINED = new PoolerType(3);

  private static final NumberNames NAMES =
      new NumberNames(Map.of(0, "UNKNOWN", 1, "PRIMARY", 2, "REPLICA", 3, "DRAINED"));

  /**
   * The constant's name.
   *
   * @return for instance {@code PRIMARY}; {@code UNRECOGNIZED(number)} for a number without one
   */
  public String name() {
    return NAMES.of(number);
  }

  // Spelled out, because deriving it takes a process that has just begun milliseconds.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PoolerType that && number == that.number;
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
