package com.multigres.meta.testkit.workload.verdict;

import com.multigres.meta.testkit.Evidence;
import com.multigres.meta.testkit.Seed;
import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.JudgedHistory;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.Verdict;
import com.multigres.meta.testkit.history.check.HistoryChecker;
import com.multigres.meta.testkit.workload.KeptHistories;
import com.multigres.meta.testkit.workload.WorkloadPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The judgement of what a workload recorded. */
public final class Judged {
  private static final Logger log = LoggerFactory.getLogger(Judged.class);
  private static final int SHOWN = 40;

  private Judged() {}

  /**
   * Asserts that a history keeps every rule that it can show. One that does not is written to a
   * file, which the failure names.
   *
   * @param plan what was run, for the message
   * @param history what was recorded
   * @param checker judges it; what it cannot decide in its time counts as a failure
   */
  public static void assertKept(WorkloadPlan plan, History history, HistoryChecker checker) {
    log.info("{} operations with {}: {}", history.size(), plan, Tally.of(history).counts());
    long begun = System.nanoTime();
    Map<String, Verdict> verdicts = checker.check(history);
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    boolean kept =
        !verdicts.isEmpty()
            && verdicts.values().stream().allMatch(Verdict.Passed.class::isInstance);
    Optional<Path> file = kept ? Optional.empty() : KeptHistories.keep(plan.seed(), history);
    Participants who = Participants.of(plan, history);
    JudgedHistory judged =
        new JudgedHistory(
            plan.seed(),
            who.clients(),
            who.processes(),
            history.size(),
            unknown(history),
            took,
            verdicts,
            file);
    Evidence.of(new Evidence.HistoryJudged(judged));
    if (!kept) {
      throw new AssertionError(told(plan, judged));
    }
  }

  private static int unknown(History history) {
    return Math.toIntExact(
        history.operations().stream()
            .filter(operation -> operation.ending() instanceof Ending.Unknown)
            .count());
  }

  private static String told(WorkloadPlan plan, JudgedHistory judged) {
    String again = judged.file().map(file -> "\ncheck-history judges it again: " + file).orElse("");
    for (Map.Entry<String, Verdict> theme : judged.verdicts().entrySet()) {
      if (theme.getValue() instanceof Verdict.Violated violated) {
        return told(plan, theme.getKey(), violated) + again;
      }
    }
    for (Map.Entry<String, Verdict> theme : judged.verdicts().entrySet()) {
      if (theme.getValue() instanceof Verdict.Undecided undecided) {
        return theme.getKey() + " of " + plan + " are undecided: " + undecided.why() + again;
      }
    }
    return "nothing that " + plan + " did could be judged" + again;
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
