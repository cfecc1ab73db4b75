package com.multigres.meta.testkit.workload;

import com.multigres.meta.testkit.Seed;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.Verdict;
import com.multigres.meta.testkit.history.check.HistoryChecker;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The judgement of what a workload recorded. */
public final class Judged {
  private static final Logger log = LoggerFactory.getLogger(Judged.class);
  private static final int SHOWN = 40;

  private Judged() {}

  /**
   * Asserts that a history keeps every rule that it can show.
   *
   * @param plan what was run, for the message
   * @param history what was recorded
   * @param checker judges it; what it cannot decide in its time counts as a failure
   */
  public static void assertKept(WorkloadPlan plan, History history, HistoryChecker checker) {
    log.info("{} operations with {}: {}", history.size(), plan, Tally.of(history).counts());
    for (Map.Entry<String, Verdict> theme : checker.check(history).entrySet()) {
      if (theme.getValue() instanceof Verdict.Violated violated) {
        throw new AssertionError(told(plan, theme.getKey(), violated));
      }
      if (theme.getValue() instanceof Verdict.Undecided undecided) {
        throw new AssertionError(
            theme.getKey() + " of " + plan + " are undecided: " + undecided.why());
      }
    }
  }

  private static String told(WorkloadPlan plan, String theme, Verdict.Violated violated) {
    String operations =
        violated.smallest().stream()
            .limit(SHOWN)
            .map(Operation::toString)
            .collect(Collectors.joining("\n  ", "\n  ", "\n"));
    return "what clients did breaks %s (%s): %s%swith -D%s=%d, %s"
        .formatted(
            violated.rule(), theme, violated.why(), operations, Seed.PROPERTY, plan.seed(), plan);
  }
}
