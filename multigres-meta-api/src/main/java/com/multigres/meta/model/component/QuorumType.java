package com.multigres.meta.model.component;

import java.util.Map;

/**
 * How a durability policy counts the nodes that must acknowledge a write.
 *
 * <p>An open enumeration: a number that this library does not know is a value like any other.
 *
 * @param number the number that stands in records
 */
public record QuorumType(int number) {
  /** The record does not say. */
  public static final QuorumType UNKNOWN = new QuorumType(0);

  /** Any nodes. */
  public static final QuorumType AT_LEAST_N = new QuorumType(3);

  /** Nodes of different cells. */
  public static final QuorumType MULTI_CELL_AT_LEAST_N = new QuorumType(4);

  private static final NumberNames NAMES =
      new NumberNames(Map.of(0, "UNKNOWN", 3, "AT_LEAST_N", 4, "MULTI_CELL_AT_LEAST_N"));

  /**
   * The constant's name.
   *
   * @return for instance {@code AT_LEAST_N}; {@code UNRECOGNIZED(number)} for a number without one
   */
  public String name() {
    return NAMES.of(number);
  }

  /** The same as {@link #name()}. */
  @Override
  public String toString() {
    return name();
  }
}
