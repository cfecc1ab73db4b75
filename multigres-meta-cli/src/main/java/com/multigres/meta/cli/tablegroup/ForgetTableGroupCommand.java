package com.multigres.meta.cli.tablegroup;

import com.multigres.meta.cli.change.ChangeOptions;
import com.multigres.meta.cli.change.Changing;
import com.multigres.meta.cli.change.Target;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.model.CatalogChange.ForgetTableGroup;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tablegroup forget}. */
@Command(name = "forget", description = "Forget a tablegroup that is DROPPING: now it is gone.")
final class ForgetTableGroupCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(index = "0", paramLabel = "DATABASE/TABLEGROUP", description = "The tablegroup.")
  private String name = "";

  @Option(names = "--if-exists", description = "Succeed where there is none.")
  private boolean ifExists;

  @Mixin private final ChangeOptions options = new ChangeOptions();

  ForgetTableGroupCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Target group = Target.tableGroup(name);
    ForgetTableGroup change = new ForgetTableGroup(group.database(), group.tableGroup(), ifExists);
    return Changing.apply(context, options, "forgot tablegroup " + group, change);
  }
}
