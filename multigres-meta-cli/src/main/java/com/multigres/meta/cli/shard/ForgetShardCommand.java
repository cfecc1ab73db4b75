package com.multigres.meta.cli.shard;

import com.multigres.meta.cli.change.ChangeOptions;
import com.multigres.meta.cli.change.Changing;
import com.multigres.meta.cli.change.Target;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.model.CatalogChange.ForgetShard;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code shard forget}. */
@Command(name = "forget", description = "Forget a RETIRED shard.")
final class ForgetShardCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(index = "0", paramLabel = "DATABASE/TABLEGROUP/SHARD", description = "The shard.")
  private String name = "";

  @Option(names = "--if-exists", description = "Succeed where there is none.")
  private boolean ifExists;

  @Mixin private final ChangeOptions options = new ChangeOptions();

  ForgetShardCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Target shard = Target.shard(name);
    ForgetShard change =
        new ForgetShard(shard.database(), shard.tableGroup(), shard.shard(), ifExists);
    return Changing.apply(context, options, "forgot shard " + shard, change);
  }
}
