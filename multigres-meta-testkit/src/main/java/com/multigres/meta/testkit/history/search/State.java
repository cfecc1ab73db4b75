package com.multigres.meta.testkit.history.search;

/** The states that need no version; every other one is a number above these. */
public final class State {
  /** No node stands there. */
  public static final int ABSENT = 0;

  /** A node stands there under some version that no client ever saw. */
  public static final int UNSEEN = 1;

  private State() {}
}
