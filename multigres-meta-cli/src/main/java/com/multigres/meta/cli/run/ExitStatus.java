package com.multigres.meta.cli.run;

/** What the command tells its caller. */
public final class ExitStatus {
  /** Done. */
  public static final int DONE = 0;

  /** Refused by the state of things, or failed. */
  public static final int FAILED = 1;

  /** Wrong usage: words that no cluster's state would make right. */
  public static final int USAGE = 2;

  /** Drift was found. */
  public static final int DRIFT = 3;

  private ExitStatus() {}
}
