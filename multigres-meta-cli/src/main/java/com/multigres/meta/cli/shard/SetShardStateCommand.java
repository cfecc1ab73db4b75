package com.multigres.meta.cli.shard;

import com.multigres.meta.cli.change.ChangeOptions;
import com.multigres.meta.cli.change.Changing;
import com.multigres.meta.cli.change.Target;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.model.CatalogChange.SetShardState;
import com.multigres.meta.model.ShardState;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code shard set-state}. */
@Command(name = "set-state", description = "Set a shard's state.")
final class SetShardStateCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(index = "0", paramLabel = "DATABASE/TABLEGROUP/SHARD", description = "The shard.")
  private String name = "";

  @Parameters(
      index = "1",
      paramLabel = "STATE",
      description = "CREATING, READY, DRAINING or DROPPING.")
  private ShardState state = ShardState.CREATING;

  @Mixin private final ChangeOptions options = new ChangeOptions();

  SetShardStateCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Target shard = Target.shard(name);
    SetShardState change =
        new SetShardState(shard.database(), shard.tableGroup(), shard.shard(), state);
    return Changing.apply(context, options, "shard " + shard + " is " + state, change);
  }
}
