package com.multigres.meta.cli.run;

import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Console;
import java.io.InputStream;
import java.util.Map;

/** What every command is given. */
public final class Context {
  private final Console console;
  private final InputStream input;
  private final Map<String, String> environment;
  private final Interruption interruption;
  private final GlobalOptions options = new GlobalOptions();

  /** A context of one run of the command. */
  public Context(
      Console console,
      InputStream input,
      Map<String, String> environment,
      Interruption interruption) {
    this.console = console;
    this.input = input;
    this.environment = Map.copyOf(environment);
    this.interruption = interruption;
  }

  /** Where answers go. */
  public Console console() {
    return console;
  }

  /** Standard input. */
  public InputStream input() {
    return input;
  }

  /** What ends a command that runs until then. */
  public Interruption interruption() {
    return interruption;
  }

  /** The options that every command takes. */
  public GlobalOptions options() {
    return options;
  }

  /** The stores that options and variables name. */
  public Stores stores() {
    return new Stores(options, environment);
  }

  /** Answers, and the command is done. */
  public int answer(Answer answer) {
    console.print(answer);
    return ExitStatus.DONE;
  }
}
