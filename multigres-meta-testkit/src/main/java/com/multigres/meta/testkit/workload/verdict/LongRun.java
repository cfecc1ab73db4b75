package com.multigres.meta.testkit.workload.verdict;

import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.workload.Disturbed;
import com.multigres.meta.testkit.workload.Workload;
import com.multigres.meta.testkit.workload.WorkloadPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rounds of one workload, each judged by itself, until as many operations are done as were asked
 * for. The sums are logged after each round.
 */
public final class LongRun {
  private static final Logger log = LoggerFactory.getLogger(LongRun.class);
  private static final int ROUND = 20_000;

  // A round takes a minute or two.
  private static final Duration LONGEST = Duration.ofMinutes(30);

  private final WorkloadPlan whole;
  private final List<Fault> accidents;
  private final long begun = System.nanoTime();
  private final Map<Fault, Integer> injected = new EnumMap<>(Fault.class);
  private final List<AssertionError> violations = new ArrayList<>();
  private final List<UndecidedHistory> undecided = new ArrayList<>();
  private final Aftermath before = new Aftermath();
  private long operations;
  private long news;
  private long unknown;
  private int rounds;
  private Duration judging = Duration.ZERO;

  /**
   * A run that has not begun.
   *
   * @param whole what all rounds do together
   * @param accidents what may happen meanwhile
   */
  public LongRun(WorkloadPlan whole, List<Fault> accidents) {
    this.whole = whole;
    this.accidents = List.copyOf(accidents);
  }

  /**
   * Does it all.
   *
   * @param round does one round
   * @throws AssertionError where a round was not what it should be, when all are done; at once
   *     where one fails or is interrupted, with the sums of the rounds before
   * @throws UndecidedHistory where all that is amiss is that rounds could not be judged
   */
  public void all(Round round) {
    long asked = (long) whole.clients() * whole.operations();
    while (operations < asked) {
      WorkloadPlan plan = whole.ofRound(++rounds, (int) Math.min(ROUND, asked - operations));
      add(plan, inTime(() -> round.record(plan)));
      log.info("{}", this);
    }
    if (!violations.isEmpty()) {
      AssertionError broken =
          new AssertionError(this + "; the first violation is", violations.get(0));
      violations.stream().skip(1).forEach(broken::addSuppressed);
      undecided.forEach(broken::addSuppressed);
      throw broken;
    } else if (!undecided.isEmpty()) {
      UndecidedHistory open =
          new UndecidedHistory(this + "; the first undecided is", undecided.get(0));
      undecided.stream().skip(1).forEach(open::addSuppressed);
      throw open;
    }
  }

  /** One that hangs is interrupted; the whole may take as long as there is to do. */
  private Disturbed.Recorded inTime(Supplier<Disturbed.Recorded> round) {
    Thread thread = Thread.currentThread();
    CompletableFuture<Void> limit =
        CompletableFuture.runAsync(
            thread::interrupt,
            CompletableFuture.delayedExecutor(LONGEST.toSeconds(), TimeUnit.SECONDS));
    try {
      return round.get();
    } catch (Exception failed) {
      boolean late = limit.isDone() || thread.isInterrupted();
      String how = failed instanceof Workload.Interrupted || late ? "was interrupted" : "failed";
      AssertionError ended =
          new AssertionError(
              "%s; round %d %s, and is not judged".formatted(this, rounds, how), failed);
      violations.forEach(ended::addSuppressed);
      undecided.forEach(ended::addSuppressed);
      log.error("{}", ended.getMessage());
      throw ended;
    } finally {
      limit.cancel(false);
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
    for (Operation one : recorded.history().operations()) {
      if (Success.isNews(one.call())) {
        news++;
      } else if (Success.isClients(one)) {
        operations++;
        unknown += Success.isUnknown(one) ? 1 : 0;
      }
    }
    long begin = System.nanoTime();
    try {
      Judged.among(accidents, plan, with(before.history(), recorded));
    } catch (UndecidedHistory open) {
      log.warn("round {}", rounds, open);
      undecided.add(open);
    } catch (AssertionError violation) {
      log.error("round {}", rounds, violation);
      violations.add(violation);
    }
    before.add(recorded.history());
    judging = judging.plusNanos(System.nanoTime() - begin);
  }

  private static Disturbed.Recorded with(History before, Disturbed.Recorded recorded) {
    return new Disturbed.Recorded(
        recorded.history().with(before), recorded.injected(), recorded.missed());
  }

  /** The sums so far, in one line. */
  @Override
  public String toString() {
    Duration all = Duration.ofNanos(System.nanoTime() - begun);
    return ("long run with seed %d: %d operations of %d clients in %d rounds, %d news of watches,"
            + " %d unknown outcomes, %d faults %s, %d violations, %d undecided; %d s, %d s of them judging,"
            + " %d operations a second")
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
            undecided.size(),
            all.toSeconds(),
            judging.toSeconds(),
            operations * 1_000 / Math.max(1, all.toMillis()));
  }
}
