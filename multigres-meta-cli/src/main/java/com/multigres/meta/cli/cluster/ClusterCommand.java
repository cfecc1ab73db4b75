package com.multigres.meta.cli.cluster;

import com.multigres.meta.cli.run.Context;
import picocli.CommandLine.Command;

/** {@code cluster}: a cluster's entries. */
@Command(
    name = "cluster",
    description = "A cluster as a whole.",
    subcommands = {InitCluster.class, ShowCluster.class, DestroyCluster.class})
public final class ClusterCommand {
  ClusterCommand(Context context) {}
}
