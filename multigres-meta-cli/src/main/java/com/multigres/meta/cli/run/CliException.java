package com.multigres.meta.cli.run;

import com.multigres.meta.cli.output.Failure;

/** A command that the command line itself refuses. */
public final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The code of what cannot be taken. */
  static final String BAD_INPUT = "BAD_INPUT";

  private final String code;
  private final int status;

  private CliException(String code, int status, String message, Throwable... causes) {
    super(message, causes.length == 0 ? null : causes[0]);
    this.code = code;
    this.status = status;
  }

  /** The words make no sense together. */
  public static CliException usage(String message) {
    return new CliException("USAGE", ExitStatus.USAGE, message);
  }

  /** A value among the words cannot be taken, whatever the cluster's state. */
  public static CliException badInput(String message, Throwable... causes) {
    return new CliException(BAD_INPUT, ExitStatus.USAGE, message, causes);
  }

  /** A file, or standard input, cannot be read, written or understood. */
  public static CliException badFile(String message, Throwable... causes) {
    return new CliException("BAD_FILE", ExitStatus.FAILED, message, causes);
  }

  /** What is asked for is not there. */
  public static CliException notFound(String message, Throwable... causes) {
    return new CliException("NOT_FOUND", ExitStatus.FAILED, message, causes);
  }

  /** A check found something. */
  public static CliException different(String message) {
    return new CliException("DIFFERENT", ExitStatus.FAILED, message);
  }

  Failure failure() {
    return Failure.refused(code, String.valueOf(getMessage()));
  }

  int status() {
    return status;
  }
}
