package com.multigres.meta.cli.bridge;

import com.multigres.meta.cli.run.Context;
import picocli.CommandLine.Command;

/** {@code bridge}. */
@Command(
    name = "bridge",
    description =
        "Keep a MultigresCluster resource and the topology in step with the catalog, by its"
            + " authority.",
    subcommands = {
      RunBridge.class,
      PlanBridge.class,
      ConfirmBridge.class,
      ReleaseEntry.class,
      AdoptEntry.class
    })
public final class BridgeCommand {
  BridgeCommand(Context context) {}
}
