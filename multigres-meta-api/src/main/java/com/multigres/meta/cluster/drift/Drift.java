package com.multigres.meta.cluster.drift;

import com.multigres.meta.cluster.plan.Place;
import java.util.Comparator;

/**
 * One fact that two places say differently.
 *
 * @param what the fact, such as {@code database db1}
 * @param placeA one place
 * @param valueA what it says; {@code absent} for nothing
 * @param placeB the other place
 * @param valueB what it says; {@code absent} for nothing
 * @param canonical which source decides
 * @param rule why, and what becomes of the difference
 */
public record Drift(
    String what,
    Place placeA,
    String valueA,
    Place placeB,
    String valueB,
    Canonical canonical,
    String rule)
    implements Comparable<Drift> {

  /** What a place says that does not have the fact. */
  public static final String ABSENT = "absent";

  private static final Comparator<Drift> ORDER =
      Comparator.comparing(Drift::what)
          .thenComparing(Drift::placeA)
          .thenComparing(Drift::placeB)
          .thenComparing(Drift::valueA)
          .thenComparing(Drift::valueB)
          .thenComparing(Drift::rule);

  /** Which source decides about a fact. */
  public enum Canonical {
    /** The catalog in Postgres. */
    CATALOG,
    /** The {@code MultigresCluster} resource. */
    KUBERNETES,
    /** The global topology. */
    TOPOLOGY,
    /** The topology of the cell. */
    CELL,
    /** Both catalog and resource, by a three-way merge. */
    MERGE
  }

  /** Orders by fact, then by places and values: the same differences are always listed alike. */
  @Override
  public int compareTo(Drift other) {
    return ORDER.compare(this, other);
  }
}
