package com.multigres.meta.cluster;

/** Why an operation of the cluster's life was refused or failed. */
public enum ClusterErrorCode {
  /** What a cluster is said to look like breaks a rule. */
  BAD_SPEC
}
