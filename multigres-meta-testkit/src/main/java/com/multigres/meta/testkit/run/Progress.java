package com.multigres.meta.testkit.run;

import com.multigres.meta.testkit.report.TestResult;

/** Hears how a run goes on, on the run's thread. */
public interface Progress {
  /**
   * Another part of the run begins.
   *
   * @param what which, in words
   */
  default void phase(String what) {}

  /**
   * A theme's tests begin.
   *
   * @param theme its name
   */
  default void theme(String theme) {}

  /**
   * A test ended.
   *
   * @param result how
   * @param done how many ended so far, this one included
   * @param of how many there are in all
   */
  default void ended(TestResult result, int done, int of) {}

  /** All tests ended. */
  default void tested() {}

  /** Hears nothing. */
  static Progress none() {
    return new Progress() {};
  }
}
