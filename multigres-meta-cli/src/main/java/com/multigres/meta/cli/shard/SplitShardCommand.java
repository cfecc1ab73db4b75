package com.multigres.meta.cli.shard;

import com.multigres.meta.cli.change.ChangeOptions;
import com.multigres.meta.cli.change.Changing;
import com.multigres.meta.cli.change.ShardList;
import com.multigres.meta.cli.change.Target;
import com.multigres.meta.cli.run.Context;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code shard split}. */
@Command(
    name = "split",
    description = "Split a shard into PENDING ones, which serve once they are switched.")
final class SplitShardCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(index = "0", paramLabel = "DATABASE/TABLEGROUP/SHARD", description = "The shard.")
  private String name = "";

  @Option(
      names = "--into",
      required = true,
      paramLabel = "N|RANGES",
      description = "So many equal shards, or these: 0-4,4-8.")
  private String into = "";

  @Mixin private final ChangeOptions options = new ChangeOptions();

  SplitShardCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Target shard = Target.shard(name);
    return Changing.apply(
        context, options, "splitting " + shard, ShardList.parse(into).split(shard));
  }
}
