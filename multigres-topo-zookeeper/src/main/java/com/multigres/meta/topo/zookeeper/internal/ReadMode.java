package com.multigres.meta.topo.zookeeper.internal;

/** What a read is told to wait for before it is answered (rule T5). */
public enum ReadMode {
  /** For a write that means nothing, shared by all reads that wait: a quorum has answered. */
  STRICT,
  /** For what the leader had, who may have been deposed meanwhile. */
  SYNC,
  /** For nothing: what this server has. */
  LOCAL
}
