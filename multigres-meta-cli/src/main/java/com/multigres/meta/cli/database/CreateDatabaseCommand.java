package com.multigres.meta.cli.database;

import com.multigres.meta.cli.change.ChangeOptions;
import com.multigres.meta.cli.change.Changing;
import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code database create}. */
@Command(
    name = "create",
    description = "Create a database with its default tablegroup and only shard.")
final class CreateDatabaseCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(index = "0", paramLabel = "DATABASE", description = "The database.")
  private String name = "";

  @Option(names = "--if-not-exists", description = "Succeed where it is there already.")
  private boolean ifNotExists;

  @Mixin private final ChangeOptions options = new ChangeOptions();

  CreateDatabaseCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return Changing.apply(
        context,
        options,
        "created database " + Shown.name(name),
        CreateDatabase.named(name, ifNotExists));
  }
}
