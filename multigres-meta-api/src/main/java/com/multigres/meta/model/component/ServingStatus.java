package com.multigres.meta.model.component;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a pooler takes queries.
 *
 * <p>An open enumeration: a number that this library does not know is a value like any other.
 *
 * @param number the number that stands in records
 */
public record ServingStatus(int number) {
  /** Takes queries. */
  public static final ServingStatus SERVING = new ServingStatus(0);

  /** Takes none. */
  public static final ServingStatus DISABLED = new ServingStatus(1);

  /** Finishes those it has and takes no new ones. */
  public static final ServingStatus DRAINING = new ServingStatus(4);

  private static final NumberNames NAMES =
      new NumberNames(Map.of(0, "SERVING", 1, "DISABLED", 4, "DRAINING"));

  /**
   * The constant's name.
   *
   * @return for instance {@code DISABLED}; {@code UNRECOGNIZED(number)} for a number without one
   */
  public String name() {
    return NAMES.of(number);
  }

  // Spelled out, because deriving it takes a process that has just begun milliseconds.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ServingStatus that && number == that.number;
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
