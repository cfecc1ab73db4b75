package com.multigres.meta.model;

/**
 * Where a shard stands, in external names: what the topology's paths and records and {@code
 * spec.databases} hold. They are not checked here.
 *
 * @param database the external name of the database
 * @param tableGroup the external name of the tablegroup
 * @param shard the external name of the shard
 */
public record ShardKey(String database, String tableGroup, String shard) {
  /** {@return the names with slashes between them} */
  @Override
  public String toString() {
    return database + "/" + tableGroup + "/" + shard;
  }
}
