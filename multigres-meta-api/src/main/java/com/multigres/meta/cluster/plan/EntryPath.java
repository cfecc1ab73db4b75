package com.multigres.meta.cluster.plan;

import com.google.common.collect.Comparators;
import com.multigres.meta.model.ShardKey;
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

  /**
   * Whether a shard is, or is part of, what stands there.
   *
   * @param shard the shard, by external names
   * @return true for the entry's own shards
   */
  public boolean covers(ShardKey shard) {
    List<String> all = List.of(shard.database(), shard.tableGroup(), shard.shard());
    return names.size() <= all.size() && all.subList(0, names.size()).equals(names);
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
