package com.multigres.meta.testkit.report;

import java.util.List;
import java.util.Map;

/**
 * A rule and what its tests say of it.
 *
 * @param rule its number
 * @param title what it is about
 * @param tests how many of its tests ended how
 * @param themes the themes in which it is tested
 */
public record RuleState(
    String rule, String title, Map<Outcome, Integer> tests, List<String> themes) {

  // Copies what is handed over.
  public RuleState {
    tests = Map.copyOf(tests);
    themes = List.copyOf(themes);
  }

  /** How many of its tests ended so. */
  public int count(Outcome outcome) {
    return tests.getOrDefault(outcome, 0);
  }

  /** What its tests say together. */
  public Outcome outcome() {
    if (count(Outcome.BROKEN) > 0) {
      return Outcome.BROKEN;
    }
    if (count(Outcome.UNDECIDED) > 0) {
      return Outcome.UNDECIDED;
    }
    if (count(Outcome.PASSED) > 0) {
      return Outcome.PASSED;
    }
    return count(Outcome.REFUSED) > 0 ? Outcome.REFUSED : Outcome.NOT_RUN;
  }
}
