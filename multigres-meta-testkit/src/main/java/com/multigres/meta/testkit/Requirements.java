package com.multigres.meta.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What a test needs of the backend's tests. */
public final class Requirements {
  private Requirements() {}

  /**
   * Ends a test as not run where an accident cannot be arranged.
   *
   * @param faults what can be arranged
   * @param needed what the test needs
   */
  public static void offered(ServerFaults<?> faults, Fault... needed) {
    for (Fault fault : needed) {
      assumeTrue(
          faults.offered().contains(fault),
          () -> "NOT RUN: this backend's tests cannot arrange " + fault);
    }
  }
}
