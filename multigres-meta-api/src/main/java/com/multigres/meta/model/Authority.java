package com.multigres.meta.model;

/** Which source decides about databases, tablegroups and shards (C12). */
public enum Authority {
  /** The catalog wins; a hand edit of the resource is drift and put back. The default. */
  CATALOG,
  /** The {@code MultigresCluster} resource wins; its databases become catalog changes. */
  KUBERNETES,
  /** Both may change; a three-way merge against the last state both agreed on. */
  MERGE
}
