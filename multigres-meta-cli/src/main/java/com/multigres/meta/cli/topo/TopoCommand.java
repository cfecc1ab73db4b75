package com.multigres.meta.cli.topo;

import com.multigres.meta.cli.run.Context;
import picocli.CommandLine.Command;

/** {@code topo}: raw nodes. */
@Command(
    name = "topo",
    description = "The raw nodes of a topology: names separated by '/', %%2F for a '/' in a name.",
    subcommands = {
      ListNodes.class,
      GetNode.class,
      PutNode.class,
      RemoveNode.class,
      WatchNodes.class,
      CopyTree.class,
      LockPath.class,
      ListLocks.class
    })
public final class TopoCommand {
  TopoCommand(Context context) {}
}
