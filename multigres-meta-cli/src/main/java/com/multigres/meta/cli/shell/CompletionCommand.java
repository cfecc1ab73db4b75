package com.multigres.meta.cli.shell;

import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.run.Context;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code completion bash|zsh|fish}. */
@Command(
    name = "completion",
    description = "Print a script that completes the words of this command in a shell.",
    footer = {
      "",
      "bash: source <(multigres-meta completion bash)",
      "zsh:  source <(multigres-meta completion zsh)",
      "fish: multigres-meta completion fish | source"
    })
public final class CompletionCommand implements Callable<Integer> {
  private enum Shell {
    BASH,
    ZSH,
    FISH
  }

  private final Context context;

  @Parameters(paramLabel = "bash|zsh|fish", description = "The shell.")
  private Shell shell = Shell.BASH;

  @Spec private CommandSpec spec = CommandSpec.create();

  CompletionCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    String name = spec.root().name();
    String script =
        switch (shell) {
          // The script for bash is also one for zsh: it finds out where it runs.
          case BASH, ZSH -> AutoComplete.bash(name, root);
          case FISH -> FishCompletion.of(spec.root());
        };
    String shown = shell.name().toLowerCase(Locale.ROOT);
    return context.answer(
        Answer.of(
            () -> Json.object().put("shell", shown).put("script", script),
            paint -> List.of(script.stripTrailing())));
  }
}
