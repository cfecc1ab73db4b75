package com.multigres.meta.model.component;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which queries the gateways may route to a pooler.
 *
 * <p>An open enumeration: a number that this library does not know is a value like any other.
 *
 * @param number the number that stands in records
 */
public record RoutingRole(int number) {
  /** Not decided yet. */
  public static final RoutingRole UNKNOWN = new RoutingRole(0);

  /** Writes and reads. */
  public static final RoutingRole PRIMARY = new RoutingRole(1);

  /** Reads that may be a little behind. */
  public static final RoutingRole REPLICA = new RoutingRole(2);

  private static final NumberNames NAMES =
      new NumberNames(Map.of(0, "UNKNOWN", 1, "PRIMARY", 2, "REPLICA"));

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
    return other instanceof RoutingRole that && number == that.number;
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
