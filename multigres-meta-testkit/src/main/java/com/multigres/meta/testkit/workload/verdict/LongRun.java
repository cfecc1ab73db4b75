package com.multigres.meta.testkit.workload.verdict;

import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.history.Call;
import com.multigres.meta.testkit.history.CatalogCall;
import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.testkit.history.check.HistoryChecker;
import com.multigres.meta.testkit.workload.Disturbed;
import com.multigres.meta.testkit.workload.WorkloadPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rounds of one workload, each judged by itself, until as many operations are done as were asked
 * for. The sums are logged after each round.
 */
public final class LongRun {
  private static final Logger log = LoggerFactory.getLogger(LongRun.class);
  private static final int ROUND = 20_000;

  // A busy machine must not leave a round undecided.
  private static final Duration JUDGING = Duration.ofMinutes(10);

  private final WorkloadPlan whole;
  private final long begun = System.nanoTime();
  private final Map<Fault, Integer> injected = new EnumMap<>(Fault.class);
  private final List<AssertionError> violations = new ArrayList<>();
  private History before = new History(List.of());
  private long operations;
  private long news;
  private long unknown;
  private int rounds;
  private Duration judging = Duration.ZERO;

  /**
   * A run that has not begun.
   *
   * @param whole what all rounds do together
   */
  public LongRun(WorkloadPlan whole) {
    this.whole = whole;
  }

  /**
   * Does it all.
   *
   * @param round does one round
   * @throws AssertionError where a round was not what it should be, when all are done
   */
  public void all(Round round) {
    long asked = (long) whole.clients() * whole.operations();
    while (operations < asked) {
      WorkloadPlan plan = whole.ofRound(++rounds, (int) Math.min(ROUND, asked - operations));
      add(plan, round.record(plan));
      log.info("{}", this);
    }
    if (!violations.isEmpty()) {
      AssertionError first =
          new AssertionError(this + ", the first of which is", violations.get(0));
      violations.stream().skip(1).forEach(first::addSuppressed);
      throw first;
    }
  }

  /** One round. */
  public interface Round {
    /**
     * Does it.
     *
     * @param plan what is done
     * @return what was recorded
     */
    Disturbed.Recorded record(WorkloadPlan plan);
  }

  private void add(WorkloadPlan plan, Disturbed.Recorded recorded) {
    recorded.injected().forEach((fault, count) -> injected.merge(fault, count, Integer::sum));
    History history = recorded.history();
    for (Operation one : history.operations()) {
      if (isNews(one.call())) {
        news++;
      } else if (one.returned() != Operation.NEVER) {
        // What never returns is no client's: the end of what was bound to a session.
        operations++;
        unknown += isUnknown(one) ? 1 : 0;
      }
    }
    long begin = System.nanoTime();
    try {
      Judged.assertKept(plan, history.with(before), new HistoryChecker(JUDGING));
    } catch (AssertionError violation) {
      log.error("round {}", rounds, violation);
      violations.add(violation);
    }
    before = new History(history.operations().stream().filter(LongRun::outlives).toList());
    judging = judging.plusNanos(System.nanoTime() - begin);
  }

  private static boolean isNews(Call call) {
    return call instanceof TopoCall.Told
        || call instanceof TopoCall.Lost
        || call instanceof TopoCall.SessionsEnded
        || call instanceof CatalogCall.Told
        || call instanceof Call.Settled;
  }

  /**
   * Whether the next round may show it: what nobody knows the end of may come about then, and a
   * catalog's history tells of changes that were made before.
   */
  private static boolean outlives(Operation operation) {
    return isUnknown(operation) || operation.call() instanceof CatalogCall.Apply;
  }

  private static boolean isUnknown(Operation operation) {
    return operation.ending() instanceof Ending.Unknown;
  }

  /** The sums so far, in one line. */
  @Override
  public String toString() {
    Duration all = Duration.ofNanos(System.nanoTime() - begun);
    return ("long run with seed %d: %d operations of %d clients in %d rounds, %d news of watches,"
            + " %d unknown outcomes, %d faults %s, %d violations; %d s, %d s of them judging")
        .formatted(
            whole.seed(),
            operations,
            whole.clients(),
            rounds,
            news,
            unknown,
            injected.values().stream().mapToInt(Integer::intValue).sum(),
            injected,
            violations.size(),
            all.toSeconds(),
            judging.toSeconds());
  }
}
