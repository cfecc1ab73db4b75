package com.multigres.meta.testkit.report;

import com.multigres.meta.testkit.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * One test of the contract, as it ended.
 *
 * @param theme the contract's nested class, such as {@code Nodes}
 * @param name the method, with what tells its repetitions apart
 * @param rules the rules that it checks
 * @param outcome how it ended
 * @param reason why it failed or did not run, on one line; empty where it passed
 * @param lacking what it needed and was not there, such as {@code fault CUT}; else empty
 * @param trace where it failed; empty where it did not
 * @param took how long it ran
 * @param refusals the capabilities whose refusal it checked
 * @param faults the accidents that it let happen
 * @param histories what clients did in it, as far as it was recorded and judged
 */
public record TestResult(
    String theme,
    String name,
    List<String> rules,
    Outcome outcome,
    String reason,
    String lacking,
    String trace,
    Duration took,
    Set<String> refusals,
    Set<Fault> faults,
    List<HistoryState> histories) {

  // Copies what is handed over.
  public TestResult {
    rules = List.copyOf(rules);
    refusals = Set.copyOf(refusals);
    faults = Set.copyOf(faults);
    histories = List.copyOf(histories);
  }

  /** Whether it lacked nothing and yet did not run: somebody had switched it off. */
  public boolean isLeftOut() {
    return outcome == Outcome.NOT_RUN && lacking.isEmpty();
  }

  /** The test's name as people read it. */
  public String sentence() {
    return Words.sentence(name);
  }
}
