package com.multigres.meta.cli.shard;

import com.multigres.meta.cli.change.Target;
import com.multigres.meta.cli.lock.LockedCommand;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.ShardLocks;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code shard lock}. */
@Command(
    name = "lock",
    description = {
      "Hold a shard's lock, as other components take it, while a command runs; its exit status is"
          + " that of the command.",
      "The command finds the fencing token in MULTIGRES_LOCK_TOKEN, and gets SIGTERM when the lock"
          + " is lost."
    })
final class LockShard implements Callable<Integer> {
  private final Context context;

  @Parameters(
      index = "0",
      paramLabel = "DATABASE/TABLEGROUP/SHARD",
      description = "The shard, in the names that the topology knows.")
  private String target = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "What to run, behind '--', so that its options are its own.")
  private List<String> command = List.of();

  @Option(names = "--force", description = "Although nobody knows such a shard.")
  private boolean force;

  @Mixin private final LockedCommand locked = new LockedCommand();

  LockShard(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Target named = Target.shard(target);
    ShardKey shard = new ShardKey(named.database(), named.tableGroup(), named.shard());
    try (TopoStore store = context.stores().openCluster()) {
      GlobalTopology global = context.stores().global(store);
      if (!force) {
        new KnownShards(context.stores(), global).require(shard);
      }
      ShardLocks locks = global.shardLocks();
      return locked.run(
          context,
          command,
          options -> locked.tryOnly() ? locks.tryLock(shard, options) : locks.lock(shard, options));
    }
  }
}
