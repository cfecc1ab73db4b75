package com.multigres.meta.cli;

import com.multigres.meta.cli.output.Console;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.cli.run.ExitStatus;
import com.multigres.meta.cli.run.Interruption;
import com.multigres.meta.cli.run.Logging;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Starts the command as a process. */
public final class Main {
  /** Set by whoever starts the JVM and knows that standard output is a terminal. */
  private static final String TERMINAL = "multigres.terminal";

  /** Set where standard input is one too. */
  private static final String PROMPT = "multigres.prompt";

  private Main() {}

  /** Runs the command and ends the process with its exit status. */
  public static void main(String[] arguments) {
    List<String> words = List.of(arguments);
    Logging.configure(words);
    boolean terminal = Boolean.getBoolean(TERMINAL) && System.getenv("NO_COLOR") == null;
    Console console = new Console(stream(FileDescriptor.out), stream(FileDescriptor.err), terminal);
    Interruption interruption = Interruption.onSignals();
    int status = ExitStatus.FAILED;
    try {
      boolean prompting = Boolean.getBoolean(PROMPT);
      Context context = new Context(console, System.in, System.getenv(), interruption, prompting);
      status = MultigresMeta.run(words, context);
    } finally {
      interruption.finished();
    }
    System.exit(status);
  }

  /** The stream of a descriptor, in UTF-8 whatever the locale, flushed by whoever prints. */
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }
}
