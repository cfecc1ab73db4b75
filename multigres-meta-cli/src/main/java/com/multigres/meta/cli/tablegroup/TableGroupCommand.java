package com.multigres.meta.cli.tablegroup;

import com.multigres.meta.cli.run.Context;
import picocli.CommandLine.Command;

/** {@code tablegroup}: tablegroups in the catalog. */
@Command(
    name = "tablegroup",
    description = "The tablegroups of a database.",
    subcommands = {
      CreateTableGroupCommand.class,
      DropTableGroupCommand.class,
      ForgetTableGroupCommand.class,
      RenameTableGroupCommand.class,
      ListTableGroups.class
    })
public final class TableGroupCommand {
  TableGroupCommand(Context context) {}
}
