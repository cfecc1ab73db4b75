package com.multigres.meta.testkit.history.search;

import java.util.Arrays;

/** A point of the search: all steps before a number are placed, some after it, and so it stands. */
final class Configuration {
  private final int firstOpen;
  private final long[] window;
  private final int[] states;
  private final int hash;

  Configuration(int firstOpen, long[] window, int[] states) {
    this.firstOpen = firstOpen;
    this.window = window;
    this.states = states;
    this.hash = 31 * (31 * firstOpen + Arrays.hashCode(window)) + Arrays.hashCode(states);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Configuration same
        && firstOpen == same.firstOpen
        && Arrays.equals(window, same.window)
        && Arrays.equals(states, same.states);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
