package com.multigres.meta.topo;

/** What a backend may lack; every other rule it keeps. */
public enum Capability {
  /** Reads see everything acknowledged before (rule T5). */
  LINEARIZABLE_READS,
  /** A list shows one moment (rule T6). */
  SNAPSHOT_LIST,
  /** A batch is all or nothing (rule T10). */
  ATOMIC_BATCH,
  /** What was acknowledged survives a failover of the server (rule T11). */
  DURABLE_FAILOVER,
  /** The store hands out locks (rules T22–T27). */
  LOCKS,
  /** The store itself refuses a write whose lock has passed on (rule T23). */
  GUARDED_WRITES
}
