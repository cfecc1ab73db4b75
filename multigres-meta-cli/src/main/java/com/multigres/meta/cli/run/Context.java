package com.multigres.meta.cli.run;

import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Console;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/** What every command is given. */
public final class Context {
  private final Console console;
  private final InputStream input;
  private final Map<String, String> environment;
  private final Interruption interruption;
  private final boolean prompting;
  private final GlobalOptions options = new GlobalOptions();

  /** A context of one run of the command that nobody sits in front of. */
  public Context(
      Console console,
      InputStream input,
      Map<String, String> environment,
      Interruption interruption) {
    this(console, input, environment, interruption, false);
  }

  /**
   * A context of one run of the command.
   *
   * @param prompting whether standard input and output are the terminal that somebody sits at
   */
  public Context(
      Console console,
      InputStream input,
      Map<String, String> environment,
      Interruption interruption,
      boolean prompting) {
    this.prompting = prompting;
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

  /** Whether somebody at a terminal can be asked for more. */
  public boolean prompting() {
    return prompting;
  }

  /** A variable of the environment. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
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
