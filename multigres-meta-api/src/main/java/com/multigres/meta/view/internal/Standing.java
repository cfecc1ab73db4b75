package com.multigres.meta.view.internal;

import com.multigres.meta.model.KeyRange;
import com.multigres.meta.model.Shard;
import com.multigres.meta.model.ShardPlacement;
import com.multigres.meta.model.ShardState;

/** What shards of different tablegroups have in common: all but their numbers. */
record Standing(
    String name, String externalName, KeyRange range, ShardPlacement placement, ShardState state) {

  static Standing of(Shard shard) {
    return new Standing(
        shard.name(), shard.externalName(), shard.range(), shard.placement(), shard.state());
  }

  Shard shard(long id, long reshardingId) {
    return new Shard(id, name, externalName, range, placement, state, reshardingId);
  }
}
