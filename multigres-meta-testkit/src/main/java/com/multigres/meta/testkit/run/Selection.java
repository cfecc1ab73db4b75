package com.multigres.meta.testkit.run;

import com.multigres.meta.testkit.report.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestTag;
import org.junit.platform.launcher.PostDiscoveryFilter;

/** Which of the contract's tests run. It is asked about each when they are looked for. */
final class Selection implements PostDiscoveryFilter {
  private static final TestTag LONG = TestTag.create("long");

  private final Settings settings;
  private final Set<String> themes = new TreeSet<>();
  private final Set<String> rules = new TreeSet<>();
  private final List<ContractTest> asked = new ArrayList<>();
  private final List<ContractTest> tooLong = new ArrayList<>();

  Selection(Settings settings) {
    this.settings = settings;
  }

  @Override
  public FilterResult apply(TestDescriptor descriptor) {
    ContractTest test = ContractTest.of(descriptor.getSource(), descriptor.getDisplayName());
    if (test == null) {
      return FilterResult.included("holds tests");
    }
    themes.add(test.theme());
    rules.addAll(test.rules());
    if (!asked(settings.themes(), List.of(test.theme()))
        || !asked(settings.rules(), test.rules())) {
      return FilterResult.excluded("not asked for");
    }
    if (!settings.longTests() && descriptor.getTags().contains(LONG)) {
      tooLong.add(test);
      return FilterResult.excluded("takes minutes");
    }
    asked.add(test);
    return FilterResult.included("asked for");
  }

  private static boolean asked(List<String> wanted, List<String> there) {
    return wanted.isEmpty()
        || wanted.stream().anyMatch(want -> there.stream().anyMatch(want::equalsIgnoreCase));
  }

  /** The tests that are to run. */
  List<ContractTest> asked() {
    return asked;
  }

  /** The tests that would run if there were more time. */
  List<ContractTest> tooLong() {
    return tooLong;
  }

  /**
   * Refuses themes and rules that no test of the contract has.
   *
   * @throws IllegalArgumentException naming those that there are
   */
  void refuseUnknown() {
    refuseUnknown("theme", settings.themes(), themes);
    refuseUnknown("rule", settings.rules(), rules);
  }

  private static void refuseUnknown(String kind, List<String> wanted, Set<String> known) {
    for (String want : wanted) {
      if (known.stream().noneMatch(want::equalsIgnoreCase)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "the contract has no %s '%s'; it has %s",
                kind,
                want,
                String.join(", ", known)));
      }
    }
  }
}
