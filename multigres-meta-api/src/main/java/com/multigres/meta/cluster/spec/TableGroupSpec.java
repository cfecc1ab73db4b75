package com.multigres.meta.cluster.spec;

import com.multigres.meta.cluster.ClusterException;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.KeyRange;
import java.util.List;

/**
 * One tablegroup of a database.
 *
 * @param name its name, a DNS label of at most 25 characters
 * @param shards its shards, which hold every key exactly once; in the order given
 */
public record TableGroupSpec(String name, List<ShardSpec> shards) {

  /** The longest name of a tablegroup. */
  public static final int LONGEST_NAME = 25;

  /** The name of the tablegroup that every database has. */
  public static final String DEFAULT_NAME = Catalog.DEFAULT_TABLE_GROUP;

  /** The tablegroup that every database has, with its only shard. */
  public static final TableGroupSpec DEFAULT =
      new TableGroupSpec(DEFAULT_NAME, List.of(ShardSpec.WHOLE));

  /**
   * Checks the name and that the shards tile the key space (C2).
   *
   * @throws ClusterException {@code BAD_SPEC} when a rule is broken
   */
  public TableGroupSpec {
    checkName(name);
    shards = List.copyOf(shards);
    SpecNames.unique("shards", shards, ShardSpec::name);
    checkTiling(name, shards);
    if (name.equals(DEFAULT_NAME) && shards.size() != 1) {
      throw BadSpec.because("the default tablegroup has exactly one shard, of all keys");
    }
  }

  /**
   * Says whether this is the database's default tablegroup.
   *
   * @return whether it is
   */
  public boolean isDefault() {
    return name.equals(DEFAULT_NAME);
  }

  /**
   * Checks a tablegroup's name.
   *
   * @param name the name
   * @return the name
   * @throws ClusterException {@code BAD_SPEC} when it is no DNS label of at most 25 characters, or
   *     is reserved
   */
  public static String checkName(String name) {
    SpecNames.label("tablegroup", name, LONGEST_NAME);
    if (name.equals("locks")) {
      throw BadSpec.because("the name locks is reserved, no tablegroup may have it");
    }
    return name;
  }

  private static void checkTiling(String name, List<ShardSpec> shards) {
    KeyRange.full()
        .tilingFault(shards.stream().map(ShardSpec::range).toList())
        .ifPresent(
            fault -> {
              throw BadSpec.because(
                  "the shards of tablegroup " + name + " do not hold every key once: " + fault);
            });
  }
}
