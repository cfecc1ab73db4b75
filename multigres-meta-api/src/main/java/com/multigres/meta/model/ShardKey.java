package com.multigres.meta.model;

import org.jspecify.annotations.Nullable;

/**
 * Where a shard stands, in external names: what the topology's paths and records and {@code
 * spec.databases} hold. They are not checked here.
 *
 * @param database the external name of the database
 * @param tableGroup the external name of the tablegroup
 * @param shard the external name of the shard
 */
public record ShardKey(String database, String tableGroup, String shard) {
  // Spelled out, because deriving it takes a process that has just begun milliseconds.
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof ShardKey that
            && shard.equals(that.shard)
            && database.equals(that.database)
            && tableGroup.equals(that.tableGroup));
  }

  @Override
  public int hashCode() {
    return 31 * (31 * database.hashCode() + tableGroup.hashCode()) + shard.hashCode();
  }

  /** {@return the names with slashes between them} */
  @Override
  public String toString() {
    return database + "/" + tableGroup + "/" + shard;
  }
}
