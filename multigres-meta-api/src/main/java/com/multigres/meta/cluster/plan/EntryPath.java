package com.multigres.meta.cluster.plan;

import com.google.common.collect.Comparators;
import java.util.Comparator;
import java.util.List;

/**
 * Where an entry stands in a copy: external names from the database down. Ordered name by name.
 *
 * @param names one name for a database, two for a tablegroup, three for a shard
 */
public record EntryPath(List<String> names) implements Comparable<EntryPath> {
  private static final Comparator<Iterable<String>> ORDER =
      Comparators.lexicographical(Comparator.<String>naturalOrder());

  /** Makes a path with a copy of the names. */
  public EntryPath {
    names = List.copyOf(names);
  }

  /**
   * The path of these names.
   *
   * @param names external names from the database down
   * @return the path
   */
  public static EntryPath of(String... names) {
    return new EntryPath(List.of(names));
  }

  @Override
  public int compareTo(EntryPath other) {
    return ORDER.compare(names, other.names);
  }

  /** The names, joined by {@code /}. */
  @Override
  public String toString() {
    return String.join("/", names);
  }
}
