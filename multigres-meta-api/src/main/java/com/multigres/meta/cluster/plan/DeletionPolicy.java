package com.multigres.meta.cluster.plan;

/** What becomes of a copy's entry when its database is dropped. */
public enum DeletionPolicy {
  /** The entry stays and is written down as retained; the catalog forgets its database. */
  RETAIN,
  /** The entry is removed, and with it, in time, its servers. */
  DELETE,
  /** The entry is removed as well, but not before the last registered pooler of it is gone. */
  DELETE_UNSERVED
}
