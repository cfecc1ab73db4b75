package com.multigres.meta.cli.cell;

import com.multigres.meta.cli.run.Context;
import picocli.CommandLine.Command;

/** {@code cell}: cells of the global topology. */
@Command(
    name = "cell",
    description = "The cells of a cluster, in its global topology.",
    subcommands = {ListCells.class, AddCell.class, UpdateCell.class, RemoveCell.class})
public final class CellCommand {
  CellCommand(Context context) {}
}
