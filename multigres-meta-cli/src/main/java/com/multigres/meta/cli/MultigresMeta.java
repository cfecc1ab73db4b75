package com.multigres.meta.cli;

import com.multigres.meta.cli.bridge.BridgeCommand;
import com.multigres.meta.cli.catalog.CatalogCommand;
import com.multigres.meta.cli.cell.CellCommand;
import com.multigres.meta.cli.cluster.ClusterCommand;
import com.multigres.meta.cli.component.ComponentCommand;
import com.multigres.meta.cli.conformance.CheckHistoryCommand;
import com.multigres.meta.cli.conformance.ConformanceCommand;
import com.multigres.meta.cli.database.DatabaseCommand;
import com.multigres.meta.cli.demo.DemoCommand;
import com.multigres.meta.cli.drift.DriftCommand;
import com.multigres.meta.cli.output.OutputFormat;
import com.multigres.meta.cli.run.CommandFactory;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.cli.run.Durations;
import com.multigres.meta.cli.run.Errors;
import com.multigres.meta.cli.shard.ShardCommand;
import com.multigres.meta.cli.shell.CompletionCommand;
import com.multigres.meta.cli.shell.HelpCommand;
import com.multigres.meta.cli.shell.HelpLayout;
import com.multigres.meta.cli.shell.VersionCommand;
import com.multigres.meta.cli.sql.SqlCommand;
import com.multigres.meta.cli.table.TableCommand;
import com.multigres.meta.cli.tablegroup.TableGroupCommand;
import com.multigres.meta.cli.topo.TopoCommand;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The root of all commands. */
@Command(
    name = "multigres-meta",
    description = "The metadata of Multigres clusters: topology, catalog, and what differs.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      ClusterCommand.class,
      CellCommand.class,
      ComponentCommand.class,
      TopoCommand.class,
      CatalogCommand.class,
      DatabaseCommand.class,
      TableGroupCommand.class,
      ShardCommand.class,
      TableCommand.class,
      SqlCommand.class,
      BridgeCommand.class,
      DriftCommand.class,
      ConformanceCommand.class,
      CheckHistoryCommand.class,
      VersionCommand.class,
      HelpCommand.class,
      CompletionCommand.class
    })
public final class MultigresMeta {
  private MultigresMeta() {}

  /** Runs one command and returns its exit status. */
  public static int run(List<String> words, Context context) {
    if (asksForJson(words)) {
      context.console().format(OutputFormat.JSON); // also for words that cannot be parsed
    }
    return commandLine(context).execute(words.toArray(String[]::new));
  }

  /** The parser of the command and all below it. */
  public static CommandLine commandLine(Context context) {
    CommandLine root = new CommandLine(new MultigresMeta(), new CommandFactory(context));
    root.addMixin("options", context.options());
    Errors errors = new Errors(context);
    HelpLayout.apply(root);
    return root.registerConverter(Duration.class, new Durations())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExpandAtFiles(false)
        .setPosixClusteredShortOptionsAllowed(false)
        .setOut(context.console().out())
        .setErr(context.console().err())
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors)
        .setExecutionStrategy(
            parsed -> {
              context.console().format(context.options().output());
              return new CommandLine.RunLast().execute(parsed);
            });
  }

  private static boolean asksForJson(List<String> words) {
    int option = words.indexOf("--output");
    return words.stream().anyMatch("--output=json"::equalsIgnoreCase)
        || (option >= 0
            && option + 1 < words.size()
            && words.get(option + 1).equalsIgnoreCase("json"));
  }
}
