package com.multigres.meta.model;

/**
 * One shard of a tablegroup: a physical Postgres server with replicas.
 *
 * @param id stable, never used again
 * @param name spells the range, as it was given
 * @param externalName a DNS label of at most 25 characters, fixed at creation, unique among all
 *     shards of the tablegroup, retired ones included
 * @param range the keys it holds
 * @param placement whether it serves them
 * @param state how far its servers are
 * @param reshardingId the split or merge it takes part in, as source when {@code ACTIVE}, as target
 *     when {@code PENDING}; {@link #NO_RESHARDING} when it takes part in none. One number only, so
 *     a shard is source of at most one (C2)
 */
public record Shard(
    long id,
    String name,
    String externalName,
    KeyRange range,
    ShardPlacement placement,
    ShardState state,
    long reshardingId) {
  /** The {@link #reshardingId} of a shard that takes part in no split or merge. */
  public static final long NO_RESHARDING = 0;

  /** A shard; whether it fits its siblings is {@link Catalog#check()}'s to say. */
  public Shard {
    if (externalName.equals(name)) {
      externalName = name; // one string instead of two, 100,000 times
    }
  }

  /**
   * A shard of no split or merge.
   *
   * @param id stable, never used again
   * @param name spells the range
   * @param externalName a DNS label
   * @param range the keys it holds
   * @param placement whether it serves them
   * @param state how far its servers are
   */
  public Shard(
      long id,
      String name,
      String externalName,
      KeyRange range,
      ShardPlacement placement,
      ShardState state) {
    this(id, name, externalName, range, placement, state, NO_RESHARDING);
  }

  /** {@return whether it is source or target of a split or merge that is under way} */
  public boolean isResharding() {
    return reshardingId != NO_RESHARDING;
  }

  /** {@return whether its placement is {@code ACTIVE}} */
  public boolean isActive() {
    return placement == ShardPlacement.ACTIVE;
  }

  /** {@return whether its placement is {@code RETIRED}} */
  public boolean isRetired() {
    return placement == ShardPlacement.RETIRED;
  }

  Shard withState(ShardState next) {
    return new Shard(id, name, externalName, range, placement, next, reshardingId);
  }

  Shard withPlacement(ShardPlacement next, long resharding) {
    return new Shard(id, name, externalName, range, next, state, resharding);
  }
}
