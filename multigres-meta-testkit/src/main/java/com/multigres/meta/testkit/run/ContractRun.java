package com.multigres.meta.testkit.run;

import com.multigres.meta.store.Subscription;
import com.multigres.meta.testkit.Evidence;
import com.multigres.meta.testkit.LentProperties;
import com.multigres.meta.testkit.report.Outcome;
import com.multigres.meta.testkit.report.Settings;
import com.multigres.meta.testkit.report.TestResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Has JUnit run the contract's classes, whatever tests they have by now. */
final class ContractRun {
  private ContractRun() {}

  /**
   * Runs it.
   *
   * @param properties of the JVM, which the tests read
   */
  static List<TestResult> of(
      Target target,
      Settings settings,
      Map<String, String> properties,
      Progress progress,
      CancellationToken cancelled) {
    Selection selection = new Selection(settings);
    Launcher launcher = launcher();
    TestPlan plan = launcher.discover(request(target.contract(), selection));
    selection.refuseUnknown();
    if (!plan.containsTests() && selection.tooLong().isEmpty()) {
      throw new IllegalArgumentException(
          "no test of the contract is both in these themes and about these rules");
    }
    Observer observer = new Observer(progress, cancelled::isCancellationRequested);
    Subscription evidence = Evidence.listen(observer::proved);
    LentProperties lent = LentProperties.of(properties);
    try {
      launcher.execute(
          LauncherExecutionRequestBuilder.request(plan)
              .listeners(observer)
              .cancellationToken(cancelled)
              .build());
    } finally {
      lent.close();
      evidence.close();
    }
    List<TestResult> results = new ArrayList<>(observer.results());
    selection
        .tooLong()
        .forEach(test -> results.add(tooLong(test, "takes minutes; --long runs it")));
    return results;
  }

  /** Which tests a contract has, as far as settings ask for them. */
  static Selection contents(Class<?> contract, Settings settings) {
    Selection selection = new Selection(settings);
    launcher().discover(request(contract, selection));
    return selection;
  }

  /** JUnit alone: no listener, filter or setting that lies on somebody's class path. */
  private static Launcher launcher() {
    return LauncherFactory.create(
        LauncherConfig.builder()
            .enableLauncherSessionListenerAutoRegistration(false)
            .enableLauncherDiscoveryListenerAutoRegistration(false)
            .enablePostDiscoveryFilterAutoRegistration(false)
            .enableTestExecutionListenerAutoRegistration(false)
            .build());
  }

  private static LauncherDiscoveryRequest request(Class<?> contract, Selection selection) {
    return LauncherDiscoveryRequestBuilder.request()
        .selectors(DiscoverySelectors.selectClass(contract))
        .filters(EngineFilter.includeEngines("junit-jupiter"), selection)
        .enableImplicitConfigurationParameters(false)
        .build();
  }

  /** A test that did not run because it takes minutes. */
  static TestResult tooLong(ContractTest test, String reason) {
    return new TestResult(
        test.theme(),
        test.name(),
        test.rules(),
        Outcome.NOT_RUN,
        reason,
        "time",
        "",
        Duration.ZERO,
        Set.of(),
        Set.of(),
        List.of());
  }
}
