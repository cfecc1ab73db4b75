package com.multigres.meta.testkit.report;

import java.util.List;

/**
 * A capability of the store.
 *
 * @param name its name, such as {@code GUARDED_WRITES}
 * @param present whether the store declares it
 * @param refusals the tests that saw the store refuse what needs it; empty where it is present
 * @param left the tests that did not run because it is missing
 */
public record CapabilityState(
    String name, boolean present, List<String> refusals, List<String> left) {

  // Copies the lists.
  public CapabilityState {
    refusals = List.copyOf(refusals);
    left = List.copyOf(left);
  }

  /** What was found out about it. */
  public String verdict() {
    if (present) {
      return "present";
    }
    return refusals.isEmpty() ? "missing" : "missing, refusal checked";
  }
}
