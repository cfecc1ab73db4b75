package com.multigres.meta.cli.run;

import com.multigres.meta.cli.output.Failure;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Reports whatever ends a command early, and turns it into an exit status. */
public final class Errors implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final Context context;

  /** Reports to a context's console. */
  public Errors(Context context) {
    this.context = context;
  }

  @Override
  public int handleParseException(ParameterException error, String[] words) {
    if (error.getCause() instanceof RuntimeException cause && !isConversion(cause)) {
      return report(cause);
    }
    String help = error.getCommandLine().getCommandSpec().qualifiedName() + " --help";
    context
        .console()
        .fail(Failure.refused("USAGE", error.getMessage() + " (" + help + " shows how)"));
    trace(error);
    return ExitStatus.USAGE;
  }

  private static boolean isConversion(RuntimeException cause) {
    return cause instanceof CommandLine.PicocliException || cause instanceof NumberFormatException;
  }

  @Override
  public int handleExecutionException(Exception error, CommandLine command, ParseResult parsed) {
    return report(error);
  }

  private int report(Throwable error) {
    context.console().fail(Failures.of(error));
    trace(error);
    return Failures.status(error);
  }

  private void trace(Throwable error) {
    if (context.options().verbose()) {
      context.console().trace(error);
    }
  }
}
