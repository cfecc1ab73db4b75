package com.multigres.meta.testkit.report.internal;

import com.multigres.meta.testkit.report.Outcome;
import com.multigres.meta.testkit.report.Report;
import com.multigres.meta.testkit.report.TestResult;
import com.multigres.meta.testkit.report.Words;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The tests one by one: what broke, and everything by theme. */
final class PageTests {
  private PageTests() {}

  /** The tests that broke a rule, or could not be judged, with what they saw. */
  static void amiss(Markup page, Report report, Outcome outcome) {
    if (report.count(outcome) == 0) {
      return;
    }
    page.open("section", "id", outcome.code()).line();
    page.element("h2", Words.sentence(outcome.word())).line();
    for (TestResult test : report.tests()) {
      if (test.outcome() == outcome) {
        amiss(page, test);
      }
    }
    page.close().line();
  }

  private static void amiss(Markup page, TestResult test) {
    Outcome outcome = test.outcome();
    page.open("article", "class", "failure " + outcome.code()).line();
    page.open("h3")
        .element("span", outcome.sign(), "class", "cell " + outcome.code(), "aria-hidden", "true")
        .text(" " + String.join(", ", test.rules()) + ": " + test.sentence())
        .close()
        .line();
    page.element("p", test.theme() + "." + test.name(), "class", "where").line();
    page.element("p", test.reason(), "class", "reason").line();
    page.open("details")
        .element("summary", "Where it failed")
        .element("pre", test.trace())
        .close()
        .line();
    page.close().line();
  }

  /** Every test, by theme. */
  static void all(Markup page, Report report) {
    page.open("section", "id", "tests").line();
    page.element("h2", "Tests").line();
    report.themes().forEach((theme, tests) -> theme(page, theme, tests));
    page.close().line();
  }

  private static void theme(Markup page, String theme, List<TestResult> tests) {
    page.open("details").line();
    page.open("summary")
        .element("strong", Words.sentence(theme))
        .text(" ")
        .element("span", counts(tests), "class", "counts")
        .close()
        .line();
    page.open("ul", "class", "tests").line();
    for (TestResult test : tests) {
      page.open("li")
          .element(
              "span",
              test.outcome().sign(),
              "class",
              "cell " + test.outcome().code(),
              "role",
              "img",
              "aria-label",
              test.outcome().word())
          .open("span")
          .text(test.sentence())
          .text(" ")
          .element("span", String.join(" ", test.rules()), "class", "rules");
      if (!test.reason().isEmpty()) {
        page.element("span", test.reason(), "class", "why");
      }
      page.close().element("span", time(test), "class", "time").close().line();
    }
    page.close(2).line();
  }

  private static String counts(List<TestResult> tests) {
    Map<Outcome, Long> counts =
        tests.stream().collect(Collectors.groupingBy(TestResult::outcome, Collectors.counting()));
    return Arrays.stream(Outcome.values())
        .filter(counts::containsKey)
        .map(outcome -> counts.get(outcome) + " " + outcome.word())
        .collect(Collectors.joining(", "));
  }

  private static String time(TestResult test) {
    return String.format(Locale.ROOT, "%.2f s", test.took().toNanos() / 1e9);
  }
}
