package com.multigres.meta.cli.shell;

import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.run.CliException;
import com.multigres.meta.cli.run.Context;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code help}. */
@Command(name = "help", description = "Show the help of a command, as --help behind it does.")
public final class HelpCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "Default: everything.")
  private List<String> words = List.of();

  @Spec private CommandSpec spec = CommandSpec.create();

  HelpCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    CommandLine command = spec.root().commandLine();
    for (String word : words) {
      CommandLine below = command.getSubcommands().get(word);
      if (below == null) {
        String where = command.getCommandSpec().qualifiedName();
        throw CliException.usage(where + " has no command " + Shown.name(word));
      }
      command = below;
    }
    String help = command.getUsageMessage();
    return context.answer(
        Answer.of(() -> Json.object().put("help", help), paint -> List.of(help.stripTrailing())));
  }
}
