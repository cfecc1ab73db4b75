package com.multigres.meta.model.component;

import java.util.List;

/**
 * A database as the global topology knows it: what components need to set up its shards. Which
 * databases exist is the catalog's business; this is a copy.
 *
 * @param name the database's external name; empty only in records that other components left so
 * @param backup where and how its backups go
 * @param cells the cells it lives in, in order of preference
 * @param durabilityPolicy the policy that its shards start with
 */
public record DatabaseRecord(
    String name, Backup backup, List<String> cells, DurabilityPolicy durabilityPolicy) {

  /** Makes a database record with a copy of the cells. */
  public DatabaseRecord {
    cells = List.copyOf(cells);
  }
}
