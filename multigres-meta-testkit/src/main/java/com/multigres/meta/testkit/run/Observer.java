package com.multigres.meta.testkit.run;

import com.multigres.meta.testkit.Evidence;
import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.NotRun;
import com.multigres.meta.testkit.report.HistoryState;
import com.multigres.meta.testkit.report.Outcome;
import com.multigres.meta.testkit.report.TestResult;
import com.multigres.meta.testkit.workload.verdict.UndecidedHistory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Keeps what JUnit says of each test, with what the test proved. Tests run one by one. */
final class Observer implements TestExecutionListener {
  /** A reason is read on one line; whatever is longer stands in the trace as well. */
  private static final int REASON = 600;

  /** What stands for a class that failed beside its tests. */
  static final String WHOLE = "as a whole";

  private final Progress progress;
  private final BooleanSupplier ended;
  private final List<TestResult> results = Collections.synchronizedList(new ArrayList<>());
  private final Set<String> refusals = Collections.synchronizedSet(new TreeSet<>());
  private final Set<Fault> faults = Collections.synchronizedSet(EnumSet.noneOf(Fault.class));
  private final Map<Fault, Integer> injected = new ConcurrentHashMap<>();
  private final List<HistoryState> histories = Collections.synchronizedList(new ArrayList<>());
  private final Set<UniqueId> told = ConcurrentHashMap.newKeySet();
  private volatile @Nullable TestPlan plan;
  private String theme = "";
  private long begun;
  private int planned;

  /**
   * An observer.
   *
   * @param ended whether somebody ended the run early
   */
  Observer(Progress progress, BooleanSupplier ended) {
    this.progress = progress;
    this.ended = ended;
  }

  List<TestResult> results() {
    return List.copyOf(results);
  }

  /** Takes what a running test proved. */
  void proved(Evidence.Proof proof) {
    if (proof instanceof Evidence.RefusalChecked refused) {
      refusals.add(refused.capability().name());
    } else if (proof instanceof Evidence.FaultArranged arranged) {
      faults.add(arranged.fault());
    } else if (proof instanceof Evidence.FaultsInjected more) {
      faults.addAll(more.counts().keySet());
      more.counts().forEach((fault, count) -> injected.merge(fault, count, Integer::sum));
    } else if (proof instanceof Evidence.HistoryJudged judged) {
      histories.add(HistoryState.of(judged.history(), Map.copyOf(injected)));
      injected.clear();
    }
  }

  @Override
  public void testPlanExecutionStarted(TestPlan begun) {
    plan = begun;
    planned = (int) begun.countTestIdentifiers(TestIdentifier::isTest);
  }

  @Override
  public void testPlanExecutionFinished(TestPlan over) {
    progress.tested();
  }

  @Override
  public void dynamicTestRegistered(TestIdentifier added) {
    if (added.isTest()) {
      planned++;
    }
  }

  @Override
  public void executionStarted(TestIdentifier started) {
    if (started.isTest()) {
      announce(test(started));
      forget();
      begun = System.nanoTime();
    }
  }

  private void announce(ContractTest test) {
    if (!test.theme().equals(theme)) {
      theme = test.theme();
      progress.theme(theme);
    }
  }

  /** What the test before proved is not the next one's. */
  private void forget() {
    refusals.clear();
    faults.clear();
    injected.clear();
    histories.clear();
  }

  @Override
  public void executionSkipped(TestIdentifier skipped, String reason) {
    notRun(skipped, reason(reason), "");
  }

  /**
   * Of what does not run, JUnit tells the outermost alone: all that is in it does not run either.
   */
  private void notRun(TestIdentifier outermost, String reason, String lacking) {
    forget();
    TestPlan whole = plan;
    Stream.concat(
            Stream.of(outermost),
            whole == null ? Stream.of() : whole.getDescendants(outermost).stream())
        .filter(one -> isLeaf(one) && told.add(one.getUniqueIdObject()))
        .map(Observer::test)
        .forEach(
            test -> {
              announce(test);
              add(test, Outcome.NOT_RUN, reason, lacking, "", Duration.ZERO);
            });
  }

  /** A test, or one that was to be repeated and never was. */
  private boolean isLeaf(TestIdentifier one) {
    TestPlan whole = plan;
    boolean method = one.getSource().filter(MethodSource.class::isInstance).isPresent();
    return one.isTest() || (method && (whole == null || whole.getChildren(one).isEmpty()));
  }

  @Override
  public void executionFinished(TestIdentifier ended, TestExecutionResult result) {
    Throwable error = result.getThrowable().orElse(null);
    if (ended.isTest()) {
      told.add(ended.getUniqueIdObject());
      finished(test(ended), result.getStatus(), error);
    } else if (result.getStatus() == TestExecutionResult.Status.FAILED) {
      // A class that cannot even be made leaves all its tests untold.
      finished(
          new ContractTest(ended.getDisplayName(), WHOLE, List.of()), result.getStatus(), error);
      notRun(ended, ended.getDisplayName() + " failed as a whole", "");
    } else if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
      notRun(ended, reason(error), lacking(error));
    }
  }

  private static ContractTest test(TestIdentifier identifier) {
    ContractTest test = ContractTest.of(identifier.getSource(), identifier.getDisplayName());
    return test == null ? new ContractTest("other", identifier.getDisplayName(), List.of()) : test;
  }

  private void finished(
      ContractTest test, TestExecutionResult.Status status, @Nullable Throwable error) {
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    switch (status) {
      case SUCCESSFUL ->
          add(test, refusals.isEmpty() ? Outcome.PASSED : Outcome.REFUSED, "", "", "", took);
      case ABORTED -> add(test, Outcome.NOT_RUN, reason(error), lacking(error), "", took);
      case FAILED -> {
        if (ended.getAsBoolean()) {
          // Whoever ends a run lets the test under way fail, which is not the store's fault.
          add(test, Outcome.NOT_RUN, "the run was ended meanwhile", "time", "", took);
        } else if (UndecidedHistory.isAllOf(error)) {
          add(test, Outcome.UNDECIDED, reason(error), "", trace(error), took);
        } else {
          add(test, Outcome.BROKEN, reason(error), "", trace(error), took);
        }
      }
    }
  }

  private void add(
      ContractTest test,
      Outcome outcome,
      String reason,
      String lacking,
      String trace,
      Duration took) {
    TestResult result =
        new TestResult(
            test.theme(),
            test.name(),
            test.rules(),
            outcome,
            reason,
            lacking,
            trace,
            took,
            refusals,
            faults,
            histories);
    results.add(result);
    progress.ended(result, results.size(), planned);
  }

  private static String lacking(@Nullable Throwable error) {
    return error instanceof NotRun not
        ? switch (not.lack()) {
          case FAULT -> "fault " + not.name();
          case CAPABILITY -> "capability " + not.name();
          case BACKUP -> "backup";
          case ADDRESS -> "address";
        }
        : "";
  }

  private static String reason(@Nullable Throwable error) {
    String line = error == null ? "" : reason(Objects.toString(error.getMessage(), ""));
    return line.isEmpty() && error != null ? error.getClass().getSimpleName() : line;
  }

  private static String reason(String text) {
    String line = text.strip().replaceAll("\\s*\\R\\s*", " ").replaceFirst("^NOT RUN: ", "");
    return line.length() <= REASON
        ? line
        : line.substring(0, REASON / 2) + " … " + line.substring(line.length() - REASON / 2);
  }

  private static String trace(@Nullable Throwable error) {
    StringWriter text = new StringWriter();
    if (error != null) {
      error.printStackTrace(new PrintWriter(text));
    }
    return text.toString();
  }
}
