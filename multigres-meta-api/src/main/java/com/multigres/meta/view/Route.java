package com.multigres.meta.view;

import com.multigres.meta.model.Database;
import com.multigres.meta.model.Shard;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.ShardState;
import com.multigres.meta.model.TableGroup;
import com.multigres.meta.model.component.Pooler;
import java.util.List;
import java.util.Optional;

/**
 * Where the queries for some keys go. Immutable.
 *
 * @param database the database
 * @param tableGroup the tablegroup
 * @param shard the shard that holds the keys
 * @param key the shard, by external names
 * @param poolers the shard's poolers
 */
public record Route(
    Database database, TableGroup tableGroup, Shard shard, ShardKey key, ShardPoolers poolers) {

  /**
   * Who takes the shard's writes.
   *
   * @return the primary; empty while nobody is
   */
  public Optional<Pooler> primary() {
    return poolers.primary();
  }

  /**
   * Who else takes its reads.
   *
   * @return the replicas, nearest cell first
   */
  public List<Pooler> replicas() {
    return poolers.replicas();
  }

  /**
   * Whether writes can be routed now.
   *
   * @return true when the shard is no longer being created and has a primary
   */
  public boolean isServed() {
    return shard.state() != ShardState.CREATING && primary().isPresent();
  }
}
