package com.multigres.meta.model;

/** The state of a database or tablegroup: derived from its shards, except that it was dropped. */
public enum ServingState {
  /** An active shard is not ready. */
  CREATING,
  /** All active shards are ready. */
  READY,
  /** Dropped, not yet forgotten: its name stays taken, it is not routed to. */
  DROPPING
}
