package com.multigres.meta.cluster.plan;

import com.multigres.meta.model.ShardKey;
import java.util.List;
import java.util.Optional;

/**
 * Where an entry stands in a copy: external names from the database down. Ordered name by name.
 *
 * @param names one name for a database, two for a tablegroup, three for a shard
 */
public record EntryPath(List<String> names) implements Comparable<EntryPath> {
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

  /**
   * Whether another path is this one, or leads to something below it.
   *
   * @param other another path
   * @return true for this path and all that begin with it
   */
  public boolean holds(EntryPath other) {
    return names.size() <= other.names.size() && other.names.subList(0, names.size()).equals(names);
  }

  /**
   * What it is a part of.
   *
   * @return the path of the database or tablegroup that this is a part of; empty for a database
   */
  public Optional<EntryPath> parent() {
    return names.size() < 2
        ? Optional.empty()
        : Optional.of(new EntryPath(names.subList(0, names.size() - 1)));
  }

  @Override
  public int compareTo(EntryPath other) {
    int shorter = Math.min(names.size(), other.names.size());
    for (int i = 0; i < shorter; i++) {
      int order = names.get(i).compareTo(other.names.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(names.size(), other.names.size());
  }

  /** The names, joined by {@code /}. */
  @Override
  public String toString() {
    return String.join("/", names);
  }
}
