package com.multigres.meta.cli.catalog.document;

import com.multigres.meta.cli.catalog.document.CatalogDocument.GroupEntry;
import com.multigres.meta.cli.catalog.document.CatalogDocument.ShardEntry;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.MergeShards;
import com.multigres.meta.model.CatalogChange.SetShardState;
import com.multigres.meta.model.CatalogChange.SplitShard;
import com.multigres.meta.model.ShardPlacement;
import com.multigres.meta.model.ShardState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Brings the shards of a tablegroup, made anew with its active ones, to where an exported one's
 * were: splits and merges under way, and states. Retired shards have nothing left to serve and are
 * not made again.
 */
final class ShardImport {
  private ShardImport() {}

  static List<CatalogChange> changes(String database, GroupEntry group) {
    List<CatalogChange> changes = new ArrayList<>();
    reshardings(group)
        .forEach((id, members) -> changes.add(resharding(database, group.name(), members)));
    for (ShardEntry shard : group.shards()) {
      if (shard.placement() != ShardPlacement.RETIRED) {
        steps(shard.state())
            .forEach(
                state ->
                    changes.add(new SetShardState(database, group.name(), shard.name(), state)));
      }
    }
    return changes;
  }

  private static Map<Long, List<ShardEntry>> reshardings(GroupEntry group) {
    Map<Long, List<ShardEntry>> members = new TreeMap<>();
    for (ShardEntry shard : group.shards()) {
      if (shard.resharding() != 0) {
        members.computeIfAbsent(shard.resharding(), id -> new ArrayList<>()).add(shard);
      }
    }
    return members;
  }

  private static CatalogChange resharding(String database, String group, List<ShardEntry> members) {
    List<String> sources = names(members, ShardPlacement.ACTIVE);
    List<String> targets = names(members, ShardPlacement.PENDING);
    return sources.size() == 1
        ? new SplitShard(database, group, sources.get(0), targets)
        : new MergeShards(database, group, sources);
  }

  private static List<String> names(List<ShardEntry> members, ShardPlacement placement) {
    return members.stream()
        .filter(shard -> shard.placement() == placement)
        .map(ShardEntry::name)
        .toList();
  }

  /** The states a new shard passes on its way; DROPPING comes with its parent or not at all. */
  private static List<ShardState> steps(ShardState state) {
    return switch (state) {
      case CREATING, DROPPING -> List.of();
      case READY -> List.of(ShardState.READY);
      case DRAINING -> List.of(ShardState.READY, ShardState.DRAINING);
    };
  }
}
