package com.multigres.meta.cli.table;

import com.multigres.meta.cli.run.Context;
import picocli.CommandLine.Command;

/** {@code table}: the placement of tables. */
@Command(
    name = "table",
    description = "The placement of tables in tablegroups.",
    subcommands = {
      PlaceTableCommand.class,
      MoveTableCommand.class,
      RemoveTableCommand.class,
      RenameTableCommand.class,
      ListTables.class
    })
public final class TableCommand {
  TableCommand(Context context) {}
}
