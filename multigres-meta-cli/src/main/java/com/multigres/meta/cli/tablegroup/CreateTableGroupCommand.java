package com.multigres.meta.cli.tablegroup;

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

/** {@code tablegroup create}. */
@Command(
    name = "create",
    description = "Create a tablegroup; with one shard unless told otherwise.")
final class CreateTableGroupCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(index = "0", paramLabel = "DATABASE/TABLEGROUP", description = "The tablegroup.")
  private String name = "";

  @Option(
      names = "--shards",
      paramLabel = "N|RANGES",
      description = "So many equal shards, or these: 0-8,8-inf.")
  private String shards = "1";

  @Option(names = "--if-not-exists", description = "Succeed where it is there already.")
  private boolean ifNotExists;

  @Mixin private final ChangeOptions options = new ChangeOptions();

  CreateTableGroupCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Target group = Target.tableGroup(name);
    return Changing.apply(
        context,
        options,
        "created tablegroup " + group,
        ShardList.parse(shards).newTableGroup(group, ifNotExists));
  }
}
