package com.multigres.meta.model;

/** Whether a shard serves its range. */
public enum ShardPlacement {
  /** Serves its range. The active shards of a tablegroup tile the key space (C2). */
  ACTIVE,
  /** Made by a split or merge that has not been switched. */
  PENDING,
  /** Switched away from, or made by a split or merge that was cancelled. */
  RETIRED
}
