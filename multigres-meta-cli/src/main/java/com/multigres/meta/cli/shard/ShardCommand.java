package com.multigres.meta.cli.shard;

import com.multigres.meta.cli.run.Context;
import picocli.CommandLine.Command;

/** {@code shard}: shards in the catalog. */
@Command(
    name = "shard",
    description = "The shards of a tablegroup.",
    subcommands = {
      ListShards.class,
      SplitShardCommand.class,
      MergeShardsCommand.class,
      SwitchShardsCommand.class,
      CancelShardsCommand.class,
      SetShardStateCommand.class,
      ForgetShardCommand.class,
      LockShard.class
    })
public final class ShardCommand {
  ShardCommand(Context context) {}
}
