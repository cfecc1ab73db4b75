package com.multigres.meta.model.component;

import java.util.List;

/**
 * Says which orchestrator alone may initialise a shard, and with whom.
 *
 * @param claimer who claimed the shard
 * @param cohort the poolers it chose; what a repeat by the same claimer goes on with
 */
public record ShardInitClaim(ComponentId claimer, List<ComponentId> cohort) {

  /** Makes a claim with a copy of the cohort. */
  public ShardInitClaim {
    cohort = List.copyOf(cohort);
  }
}
