package com.multigres.meta.cli.tablegroup;

import com.multigres.meta.cli.change.ChangeOptions;
import com.multigres.meta.cli.change.Changing;
import com.multigres.meta.cli.change.Target;
import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.model.CatalogChange.RenameTableGroup;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tablegroup rename}. */
@Command(name = "rename", description = "Rename a tablegroup; its id and external name stay.")
final class RenameTableGroupCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(index = "0", paramLabel = "DATABASE/TABLEGROUP", description = "The tablegroup.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "NEW-NAME", description = "Its new name.")
  private String newName = "";

  @Mixin private final ChangeOptions options = new ChangeOptions();

  RenameTableGroupCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Target group = Target.tableGroup(name);
    String done = "tablegroup " + group + " is now " + Shown.name(newName);
    RenameTableGroup change = new RenameTableGroup(group.database(), group.tableGroup(), newName);
    return Changing.apply(context, options, done, change);
  }
}
