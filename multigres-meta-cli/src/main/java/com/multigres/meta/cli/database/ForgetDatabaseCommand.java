package com.multigres.meta.cli.database;

import com.multigres.meta.cli.change.ChangeOptions;
import com.multigres.meta.cli.change.Changing;
import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.model.CatalogChange.ForgetDatabase;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code database forget}. */
@Command(name = "forget", description = "Forget a database that is DROPPING: now it is gone.")
final class ForgetDatabaseCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(index = "0", paramLabel = "DATABASE", description = "The database.")
  private String name = "";

  @Option(names = "--if-exists", description = "Succeed where there is none.")
  private boolean ifExists;

  @Mixin private final ChangeOptions options = new ChangeOptions();

  ForgetDatabaseCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return Changing.apply(
        context,
        options,
        "forgot database " + Shown.name(name),
        new ForgetDatabase(name, ifExists));
  }
}
