package com.multigres.meta.catalog;

/** What a catalog store may lack; every other rule it keeps. */
public enum CatalogCapability {
  /** Who changed what, when (rule C8). */
  HISTORY,
  /** Subscribers see every generation (rule C7). */
  GAPLESS_SUBSCRIPTION,
  /** Shards have states (rule C3). */
  SHARD_STATES,
  /** Splits and merges leave pending and retired shards (rule C3). */
  PENDING_SHARDS,
  /** Tables are placed in tablegroups. */
  TABLE_PLACEMENT,
  /** Names may be any Postgres identifier (rule C10); without it, external names only. */
  ANY_NAME,
  /** Reads may go to a standby (rule P6). */
  STANDBY_READS,
  /** Reads see everything acknowledged before (rules C6 and P8). */
  LINEARIZABLE_READS,
  /** What was acknowledged survives a failover of the server (rule P8). */
  DURABLE_FAILOVER
}
