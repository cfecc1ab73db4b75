package com.multigres.meta.testkit.workload.verdict;

import com.multigres.meta.testkit.Evidence;
import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.Seed;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.JudgedHistory;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.Verdict;
import com.multigres.meta.testkit.history.check.HistoryChecker;
import com.multigres.meta.testkit.workload.Disturbed.Recorded;
import com.multigres.meta.testkit.workload.KeptHistories;
import com.multigres.meta.testkit.workload.WorkloadPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The judgement of what a workload recorded. */
public final class Judged {
  private static final Logger log = LoggerFactory.getLogger(Judged.class);
  private static final int SHOWN = 40;
  private static final Duration LONG = Duration.ofMinutes(10);

  private Judged() {}

  /**
   * Asserts that what clients did in peace keeps every rule that a history can show, that the
   * outcome of everything is known, and that something of each kind was done. A history that does
   * not is written to a file, which the failure names.
   *
   * @param plan what was run, for the message
   * @param recorded what was recorded
   */
  public static void inPeace(WorkloadPlan plan, Recorded recorded) {
    assertKept(plan, recorded.history());
    assertNothingLacks(plan, Success.inPeace(recorded));
  }

  /**
   * As {@link #inPeace}, where accidents happened: at least one of these, and not everything was
   * refused.
   *
   * @param accidents which may have happened
   * @param plan what was run, for the message
   * @param recorded what was recorded
   */
  public static void among(List<Fault> accidents, WorkloadPlan plan, Recorded recorded) {
    assertKept(plan, recorded.history());
    assertNothingLacks(plan, Success.among(accidents, recorded));
  }

  /**
   * As {@link #inPeace}, where clients were several processes, some of which died or hung.
   *
   * @param processes how many of them must have worked
   * @param plan what was run, for the message
   * @param recorded what was recorded
   */
  public static void together(int processes, WorkloadPlan plan, Recorded recorded) {
    assertKept(plan, recorded.history());
    List<String> lacking = new ArrayList<>(Success.despite(recorded));
    int worked = Participants.of(plan, recorded.history()).processes();
    if (worked < processes) {
      lacking.add("only " + worked + " of " + processes + " processes worked");
    }
    assertNothingLacks(plan, lacking);
  }

  private static void assertNothingLacks(WorkloadPlan plan, List<String> lacking) {
    if (!lacking.isEmpty()) {
      throw new AssertionError(
          "what clients did breaks no rule, and yet it is not what a store must do: "
              + String.join("; ", lacking)
              + "\nwith -D%s=%d, %s".formatted(Seed.PROPERTY, plan.seed(), plan));
    }
  }

  /** What cannot be decided even in a long time counts as a failure. */
  static void assertKept(WorkloadPlan plan, History history) {
    log.info("{} operations with {}: {}", history.size(), plan, Tally.of(history).counts());
    long begun = System.nanoTime();
    Map<String, Verdict> verdicts = decided(history);
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
    if (verdicts.values().stream().anyMatch(Verdict.Violated.class::isInstance)) {
      throw new AssertionError(told(plan, judged));
    } else if (!kept) {
      throw new UndecidedHistory(told(plan, judged));
    }
  }

  /** A busy machine must not leave a history undecided. */
  private static Map<String, Verdict> decided(History history) {
    Map<String, Verdict> verdicts = new HistoryChecker().check(history);
    boolean undecided = verdicts.values().stream().anyMatch(Verdict.Undecided.class::isInstance);
    return undecided ? new HistoryChecker(LONG).check(history) : verdicts;
  }

  private static int unknown(History history) {
    return Math.toIntExact(history.operations().stream().filter(Success::isUnknown).count());
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
