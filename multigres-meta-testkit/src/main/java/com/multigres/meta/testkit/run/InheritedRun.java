package com.multigres.meta.testkit.run;

import com.multigres.meta.store.Subscription;
import com.multigres.meta.testkit.Evidence;
import com.multigres.meta.testkit.Evidence.StoreTested;
import com.multigres.meta.testkit.LentProperties;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.Seed;
import com.multigres.meta.testkit.report.Environment;
import com.multigres.meta.testkit.report.Report;
import com.multigres.meta.testkit.report.ReportFiles;
import com.multigres.meta.testkit.report.Settings;
import com.multigres.meta.testkit.report.Subject;
import com.multigres.meta.testkit.report.TestResult;
import com.multigres.meta.testkit.topo.TopoStoreContract;
import com.multigres.meta.testkit.workload.KeptHistories;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a class that inherits a contract, by whatever runs somebody's tests. */
final class InheritedRun {
  private static final Logger log = LoggerFactory.getLogger(InheritedRun.class);

  private final TestIdentifier whole;
  private final Class<?> tests;
  private final Path folder;
  private final Observer observer = new Observer(Progress.none(), () -> false);
  private final Instant begun = Instant.now();
  private final long start = System.nanoTime();
  private final LentProperties properties;
  private final Subscription evidence = Evidence.listen(this::proved);
  private volatile @Nullable StoreTested store;

  private InheritedRun(TestPlan plan, TestIdentifier whole, Class<?> tests, Path folder) {
    observer.testPlanExecutionStarted(plan);
    this.whole = whole;
    this.tests = tests;
    this.folder = folder;
    this.properties = LentProperties.of(settled(folder));
  }

  static InheritedRun begin(TestPlan plan, TestIdentifier whole, Class<?> tests, String folder) {
    return new InheritedRun(
        plan, whole, tests, Path.of(folder).toAbsolutePath().resolve(tests.getName()));
  }

  /** One seed for all, so that the report can say how to repeat it. */
  private static Map<String, String> settled(Path folder) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put(
        Seed.PROPERTY,
        Long.toString(
            Long.getLong(Seed.PROPERTY, ThreadLocalRandom.current().nextLong(Long.MAX_VALUE))));
    if (System.getProperty(KeptHistories.PROPERTY) == null) {
      properties.put(KeptHistories.PROPERTY, ReportFiles.histories(folder).toString());
    }
    return properties;
  }

  private void proved(Evidence.Proof proof) {
    if (proof instanceof StoreTested tested) {
      store = tested;
    }
    observer.proved(proof);
  }

  Observer observer() {
    return observer;
  }

  Path folder() {
    return folder;
  }

  boolean isOf(TestIdentifier ended) {
    return ended.getUniqueIdObject().equals(whole.getUniqueIdObject());
  }

  /** What was found; nothing where no test of the contract was asked for. */
  Optional<Report> end() {
    evidence.close();
    try {
      List<TestResult> results = new ArrayList<>(observer.results());
      results.removeIf(this::isTheirOwn);
      return results.isEmpty() ? Optional.empty() : Optional.of(report(results));
    } finally {
      properties.close();
    }
  }

  void sayNothing() {
    log.info("no test of the contract in {} was asked for: nothing to report", tests.getName());
  }

  private Report report(List<TestResult> results) {
    Optional<StoreTested> had = Optional.ofNullable(store);
    Selection contract = ContractRun.contents(tests, settings(false, List.of()));
    List<ContractTest> left = contract.tooLong().stream().filter(missingIn(results)).toList();
    boolean whole =
        contract.asked().stream()
            .filter(test -> !test.rules().isEmpty())
            .noneMatch(missingIn(results));
    boolean longOnes = left.size() < contract.tooLong().size();
    List<String> themes =
        whole ? List.of() : results.stream().map(TestResult::theme).distinct().sorted().toList();
    left.forEach(
        test -> results.add(ContractRun.tooLong(test, "takes minutes: it is tagged long")));
    return new Report(
        subject(),
        Environment.here(),
        settings(longOnes, themes),
        begun,
        Duration.ofNanos(System.nanoTime() - start),
        false,
        results,
        had.map(StoreTested::capabilities).orElse(Map.of()),
        had.map(StoreTested::whyNot).orElse(Map.of()),
        List.of(),
        List.of(),
        List.of());
  }

  /** Where no test ran, nobody knows the store. */
  private Subject subject() {
    Optional<StoreTested> had = Optional.ofNullable(store);
    return new Subject(
        TopoStoreContract.class.isAssignableFrom(tests) ? "topology" : "catalog",
        tests.getName(),
        had.map(tested -> tested.store().getName()).orElse(""),
        had.flatMap(tested -> Environment.versionOf(tested.store())).orElse(""),
        System.getProperty(ContractReports.SERVER, ""));
  }

  /** A class may have tests of its own beside those that it inherits. */
  private boolean isTheirOwn(TestResult result) {
    return result.rules().isEmpty()
        && result.theme().equals(tests.getSimpleName())
        && !result.name().equals(Observer.WHOLE);
  }

  private static Predicate<ContractTest> missingIn(List<TestResult> results) {
    List<TestResult> told = List.copyOf(results);
    return test -> told.stream().noneMatch(test::isTold);
  }

  private static Settings settings(boolean longTests, List<String> themes) {
    long seed = Long.getLong(Seed.PROPERTY, 0);
    return new Settings(seed, true, longTests, true, Patience.longest(), themes, List.of());
  }
}
