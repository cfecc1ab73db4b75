package com.multigres.meta.testkit.run;

import com.multigres.meta.store.Subscription;
import com.multigres.meta.testkit.Evidence;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.Seed;
import com.multigres.meta.testkit.report.Outcome;
import com.multigres.meta.testkit.report.Settings;
import com.multigres.meta.testkit.report.TestResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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

  static List<TestResult> of(
      Target target, Settings settings, Progress progress, CancellationToken cancelled) {
    Selection selection = new Selection(settings);
    Launcher launcher = launcher();
    TestPlan plan = launcher.discover(request(target, selection));
    selection.refuseUnknown();
    if (!plan.containsTests() && selection.tooLong().isEmpty()) {
      throw new IllegalArgumentException(
          "no test of the contract is both in these themes and about these rules");
    }
    Observer observer = new Observer(progress);
    Map<String, @Nullable String> before =
        set(
            Map.of(
                Seed.PROPERTY,
                Long.toString(settings.seed()),
                Patience.PROPERTY,
                Long.toString(Math.max(1, settings.patience().toSeconds()))));
    Subscription evidence = Evidence.listen(observer::proved);
    try {
      launcher.execute(
          LauncherExecutionRequestBuilder.request(plan)
              .listeners(observer)
              .cancellationToken(cancelled)
              .build());
    } finally {
      evidence.close();
      before.forEach(ContractRun::restore);
    }
    List<TestResult> results = new ArrayList<>(observer.results());
    selection.tooLong().forEach(test -> results.add(tooLong(test)));
    return results;
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

  private static LauncherDiscoveryRequest request(Target target, Selection selection) {
    return LauncherDiscoveryRequestBuilder.request()
        .selectors(DiscoverySelectors.selectClass(target.contract()))
        .filters(EngineFilter.includeEngines("junit-jupiter"), selection)
        .enableImplicitConfigurationParameters(false)
        .build();
  }

  private static TestResult tooLong(ContractTest test) {
    return new TestResult(
        test.theme(),
        test.name(),
        test.rules(),
        Outcome.NOT_RUN,
        "takes minutes; --long runs it",
        "time",
        "",
        Duration.ZERO,
        Set.of(),
        Set.of(),
        List.of());
  }

  private static Map<String, @Nullable String> set(Map<String, String> properties) {
    Map<String, @Nullable String> before = new LinkedHashMap<>();
    properties.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
    return before;
  }

  private static void restore(String name, @Nullable String value) {
    if (value == null) {
      System.clearProperty(name);
    } else {
      System.setProperty(name, value);
    }
  }
}
