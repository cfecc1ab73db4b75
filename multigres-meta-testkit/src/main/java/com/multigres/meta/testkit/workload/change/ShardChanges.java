package com.multigres.meta.testkit.workload.change;

import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CancelShards;
import com.multigres.meta.model.CatalogChange.ForgetShard;
import com.multigres.meta.model.CatalogChange.MergeShards;
import com.multigres.meta.model.CatalogChange.SetShardState;
import com.multigres.meta.model.CatalogChange.SplitShard;
import com.multigres.meta.model.CatalogChange.SwitchShards;
import com.multigres.meta.model.Shard;
import com.multigres.meta.model.ShardState;
import com.multigres.meta.model.TableGroup;
import com.multigres.meta.model.TableGroup.Resharding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * The next step in the life of a tablegroup's shards: what is retired goes, what was begun is ended
 * or cancelled, else a shard is split, some are merged, or one changes its state.
 */
final class ShardChanges {
  private static final int MOST = 4;

  private final Random random;

  ShardChanges(Random random) {
    this.random = random;
  }

  List<CatalogChange> next(String database, TableGroup group) {
    Place place = new Place(database, group.name());
    Optional<Shard> retired = group.shards().stream().filter(Shard::isRetired).findFirst();
    if (retired.isPresent()) {
      return place.forget(retired.get());
    }
    if (!group.reshardings().isEmpty()) {
      Resharding begun = group.reshardings().get(0);
      return random.nextInt(4) == 0 ? place.cancel(begun) : place.end(begun);
    }
    List<Shard> active = group.activeShards();
    Shard one = active.get(random.nextInt(active.size()));
    if (random.nextInt(3) == 0) {
      return List.of(place.state(one, afterwards(one.state())));
    } else if (active.size() == 1 || (active.size() < MOST && random.nextBoolean())) {
      return List.of(SplitShard.intoEqual(database, group.name(), one.name(), 2));
    }
    int first = random.nextInt(active.size() - 1);
    return List.of(
        new MergeShards(database, group.name(), names(active.subList(first, first + 2))));
  }

  private static ShardState afterwards(ShardState state) {
    return state == ShardState.READY ? ShardState.DRAINING : ShardState.READY;
  }

  private static List<String> names(List<Shard> shards) {
    return shards.stream().map(Shard::name).toList();
  }

  /** A tablegroup, by its names. */
  private record Place(String database, String group) {
    CatalogChange state(Shard shard, ShardState next) {
      return new SetShardState(database, group, "#" + shard.id(), next);
    }

    List<CatalogChange> cancel(Resharding begun) {
      return List.of(new CancelShards(database, group, names(begun.targets())));
    }

    /** Once they are ready. */
    List<CatalogChange> end(Resharding begun) {
      List<CatalogChange> steps = new ArrayList<>();
      begun.targets().stream()
          .filter(shard -> shard.state() != ShardState.READY)
          .forEach(shard -> steps.add(state(shard, ShardState.READY)));
      steps.add(new SwitchShards(database, group, names(begun.targets())));
      return steps;
    }

    /** By the way that its state has to go. */
    List<CatalogChange> forget(Shard retired) {
      List<CatalogChange> steps = new ArrayList<>();
      if (retired.state() == ShardState.READY) {
        steps.add(state(retired, ShardState.DRAINING));
      }
      if (retired.state() != ShardState.DROPPING) {
        steps.add(state(retired, ShardState.DROPPING));
      }
      steps.add(new ForgetShard(database, group, "#" + retired.id(), false));
      return steps;
    }
  }
}
