package com.multigres.meta.cluster;

/** Why an operation of the cluster's life was refused or failed. */
public enum ClusterErrorCode {
  /** What a cluster is said to look like breaks a rule. */
  BAD_SPEC,
  /** The global topology belongs to another cluster. */
  OTHER_CLUSTER,
  /** Somebody else claimed the shard. */
  CLAIMED,
  /** What the operation is about is not there. */
  NOT_FOUND,
  /** Another pooler is the shard's primary. */
  HAS_PRIMARY,
  /** Components are still registered. */
  STILL_SERVED,
  /** A later leader writes this copy. */
  FENCED,
  /** The copy's server does not take what is to be written, by rules of its own. */
  REFUSED,
  /** Others kept changing what the operation writes. */
  CONTENDED,
  /** A cell's topology cannot be reached, and the operation needs all of them. */
  UNREACHABLE
}
