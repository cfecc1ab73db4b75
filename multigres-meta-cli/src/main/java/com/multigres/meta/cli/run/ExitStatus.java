package com.multigres.meta.cli.run;

/** What the command tells its caller. */
public final class ExitStatus {
  /** Done. */
  public static final int DONE = 0;

  /** Refused or failed. */
  public static final int FAILED = 1;

  /** Wrong usage. */
  public static final int USAGE = 2;

  /** Drift was found. */
  public static final int DRIFT = 3;

  private ExitStatus() {}
}
