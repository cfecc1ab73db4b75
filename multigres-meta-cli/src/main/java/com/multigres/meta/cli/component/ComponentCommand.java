package com.multigres.meta.cli.component;

import com.multigres.meta.cli.run.Context;
import picocli.CommandLine.Command;

/** {@code component}: components in the cells' topologies. */
@Command(
    name = "component",
    description = "What registered itself in the cells: poolers, gateways, orchestrators.",
    subcommands = {ListComponents.class, RegisterComponent.class, RemoveComponent.class})
public final class ComponentCommand {
  ComponentCommand(Context context) {}
}
