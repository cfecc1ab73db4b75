package com.multigres.meta.cli.database;

import com.multigres.meta.cli.change.ChangeOptions;
import com.multigres.meta.cli.change.Changing;
import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code database drop}. */
@Command(
    name = "drop",
    description =
        "Mark a database as DROPPING: nobody routes to it any more, its name stays taken.")
final class DropDatabaseCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(index = "0", paramLabel = "DATABASE", description = "The database.")
  private String name = "";

  @Option(names = "--if-exists", description = "Succeed where there is none.")
  private boolean ifExists;

  @Mixin private final ChangeOptions options = new ChangeOptions();

  DropDatabaseCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return Changing.apply(
        context,
        options,
        "database " + Shown.name(name) + " is DROPPING",
        new DropDatabase(name, ifExists));
  }
}
