package com.multigres.meta.cli.shard;

import com.multigres.meta.cli.change.ChangeOptions;
import com.multigres.meta.cli.change.Changing;
import com.multigres.meta.cli.change.Target;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.model.CatalogChange.SwitchShards;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code shard switch}. */
@Command(
    name = "switch",
    description = "Let PENDING shards serve and retire those they came from, in one generation.")
final class SwitchShardsCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(index = "0", paramLabel = "DATABASE/TABLEGROUP", description = "The tablegroup.")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "1..*",
      paramLabel = "SHARD",
      description = "The PENDING shards of one split or merge.")
  private List<String> shards = List.of();

  @Mixin private final ChangeOptions options = new ChangeOptions();

  SwitchShardsCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Target group = Target.tableGroup(name);
    String done = "switched to " + String.join(", ", shards) + " of " + group;
    SwitchShards change = new SwitchShards(group.database(), group.tableGroup(), shards);
    return Changing.apply(context, options, done, change);
  }
}
