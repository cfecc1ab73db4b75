package com.multigres.meta.cli.database;

import com.multigres.meta.cli.change.ChangeOptions;
import com.multigres.meta.cli.change.Changing;
import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.model.CatalogChange.RenameDatabase;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code database rename}. */
@Command(name = "rename", description = "Rename a database; its id and external name stay.")
final class RenameDatabaseCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(index = "0", paramLabel = "DATABASE", description = "The database.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "NEW-NAME", description = "Its new name.")
  private String newName = "";

  @Mixin private final ChangeOptions options = new ChangeOptions();

  RenameDatabaseCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    String done = "database " + Shown.name(name) + " is now " + Shown.name(newName);
    return Changing.apply(context, options, done, new RenameDatabase(name, newName));
  }
}
