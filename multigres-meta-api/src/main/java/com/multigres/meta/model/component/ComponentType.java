package com.multigres.meta.model.component;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What kind of component registered itself.
 *
 * <p>An open enumeration: a number that this library does not know is a value like any other.
 *
 * @param number the number that stands in records
 */
public record ComponentType(int number) {
  /** The record does not say. */
  public static final ComponentType UNKNOWN = new ComponentType(0);

  /** A pooler: stands before one Postgres server of a shard. */
  public static final ComponentType POOLER = new ComponentType(1);

  /** A gateway: takes the clients' connections and routes their queries. */
  public static final ComponentType GATEWAY = new ComponentType(2);

  /** An orchestrator: appoints primaries. */
  public static final ComponentType ORCHESTRATOR = new ComponentType(3);

  private static final List<ComponentType> KNOWN = List.of(POOLER, GATEWAY, ORCHESTRATOR);

  private static final NumberNames NAMES =
      new NumberNames(Map.of(0, "UNKNOWN", 1, "POOLER", 2, "GATEWAY", 3, "ORCHESTRATOR"));

  private static final NumberNames TEXTS =
      new NumberNames(Map.of(0, "unknown", 1, "multipooler", 2, "multigateway", 3, "multiorch"));

  /**
   * Reads a type as people write it.
   *
   * @param text {@code pooler}, {@code gateway} or {@code orchestrator}, or the form in ids ({@code
   *     multipooler}, …), in any case
   * @return the type
   * @throws IllegalArgumentException when it is none of these
   */
  public static ComponentType parse(String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    return KNOWN.stream()
        .filter(type -> wanted.equals(type.text()) || wanted.equalsIgnoreCase(type.name()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "component type '" + text + "' is not one of pooler, gateway, orchestrator"));
  }

  /**
   * The type as it stands in the text form of a {@link ComponentId}.
   *
   * @return for instance {@code multipooler}; {@code UNRECOGNIZED(number)} for an unknown number
   */
  public String text() {
    return TEXTS.of(number);
  }

  /**
   * The constant's name.
   *
   * @return for instance {@code POOLER}; {@code UNRECOGNIZED(number)} for a number without one
   */
  public String name() {
    return NAMES.of(number);
  }

  // Spelled out, because deriving it takes a process that has just begun milliseconds.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ComponentType that && number == that.number;
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
