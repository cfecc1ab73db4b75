package com.multigres.meta.cluster.spec;

import com.multigres.meta.cluster.ClusterException;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.KeyRange;

/**
 * One shard of a tablegroup.
 *
 * @param name its name, which spells its range: {@code 0-8}
 */
public record ShardSpec(String name) {

  /** The longest name of a shard. */
  public static final int LONGEST_NAME = 25;

  /** The only shard of what is not sharded. */
  public static final ShardSpec WHOLE = new ShardSpec(Catalog.DEFAULT_SHARD);

  /**
   * Checks that the name is a label and spells a range.
   *
   * @throws ClusterException {@code BAD_SPEC} when it does not
   */
  public ShardSpec {
    SpecNames.label("shard", name, LONGEST_NAME);
    rangeOf(name);
  }

  /**
   * The keys this shard holds.
   *
   * @return the range its name spells
   */
  public KeyRange range() {
    return rangeOf(name);
  }

  private static KeyRange rangeOf(String name) {
    try {
      return KeyRange.parse(name);
    } catch (IllegalArgumentException e) {
      throw BadSpec.because(String.valueOf(e.getMessage()), e);
    }
  }
}
