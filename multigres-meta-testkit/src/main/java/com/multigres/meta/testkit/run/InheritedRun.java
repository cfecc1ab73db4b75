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

  private InheritedRun(TestIdentifier whole, Class<?> tests, Path folder) {
    this.whole = whole;
    this.tests = tests;
    this.folder = folder;
    this.properties = LentProperties.of(settled(folder));
  }

  static InheritedRun begin(TestIdentifier whole, Class<?> tests, String folder) {
    return new InheritedRun(
        whole, tests, Path.of(folder).toAbsolutePath().resolve(tests.getName()));
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

  /** What was found; nothing where no test had a store. */
  Optional<Report> end() {
    evidence.close();
    try {
      return Optional.ofNullable(store).map(this::report);
    } finally {
      properties.close();
    }
  }

  void sayNothing() {
    log.info("no test of {} had a store: there is nothing to report", tests.getName());
  }

  private Report report(StoreTested tested) {
    List<TestResult> results = new ArrayList<>(observer.results());
    results.removeIf(this::isTheirOwn);
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
        new Subject(
            tested.kind(),
            tests.getName(),
            tested.store().getName(),
            Environment.versionOf(tested.store()).orElse(""),
            System.getProperty(ContractReports.SERVER, "")),
        Environment.here(),
        settings(longOnes, themes),
        begun,
        Duration.ofNanos(System.nanoTime() - start),
        false,
        results,
        tested.capabilities(),
        tested.whyNot(),
        List.of(),
        List.of(),
        List.of());
  }

  /** A class may have tests of its own beside those that it inherits. */
  private boolean isTheirOwn(TestResult result) {
    return result.rules().isEmpty() && result.theme().equals(tests.getSimpleName());
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
