package com.multigres.meta.cli.database;

import com.multigres.meta.cli.run.Context;
import picocli.CommandLine.Command;

/** {@code database}: databases in the catalog. */
@Command(
    name = "database",
    description = "The databases of the cluster.",
    subcommands = {
      CreateDatabaseCommand.class,
      DropDatabaseCommand.class,
      ForgetDatabaseCommand.class,
      RenameDatabaseCommand.class,
      ListDatabases.class
    })
public final class DatabaseCommand {
  DatabaseCommand(Context context) {}
}
