package com.multigres.meta.testkit.report.internal;

import com.multigres.meta.testkit.report.Outcome;
import com.multigres.meta.testkit.report.Report;
import com.multigres.meta.testkit.report.RuleState;
import com.multigres.meta.testkit.report.TestResult;
import com.multigres.meta.testkit.report.Words;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The rules by theme: what each theme's tests say of each rule. */
final class PageMatrix {
  private final Markup page;
  private final Report report;
  private final List<String> themes;

  private PageMatrix(Markup page, Report report) {
    this.page = page;
    this.report = report;
    this.themes = List.copyOf(report.themes().keySet());
  }

  static void of(Markup page, Report report) {
    new PageMatrix(page, report).section();
  }

  private void section() {
    page.open("section", "id", "rules").line();
    page.element("h2", "Rules by theme").line();
    page.open("p", "class", "legend");
    for (Outcome outcome : Outcome.values()) {
      page.open("span", "class", "key")
          .element("span", outcome.sign(), "class", "cell " + outcome.code())
          .text(" " + meaning(outcome))
          .close()
          .text(" ");
    }
    page.close().line();
    page.open(
            "div",
            "class",
            "scroll",
            "tabindex",
            "0",
            "role",
            "region",
            "aria-label",
            "Rules by theme")
        .line();
    page.open("table", "class", "matrix").line();
    head();
    page.open("tbody").line();
    report.rules().forEach(this::row);
    page.close(4).line();
  }

  private static String meaning(Outcome outcome) {
    return switch (outcome) {
      case PASSED -> "kept";
      case REFUSED -> "capability missing, refusal checked";
      case BROKEN -> "broken";
      case UNDECIDED -> "could not be judged";
      case NOT_RUN -> "not run";
    };
  }

  private void head() {
    page.open("thead").open("tr");
    page.element("th", "Rule", "scope", "col", "class", "rule");
    page.element("th", "Together", "scope", "col", "class", "turned together");
    for (String theme : themes) {
      page.open("th", "scope", "col", "class", "turned")
          .element("span", Words.sentence(theme))
          .close();
    }
    page.close(2).line();
  }

  private void row(RuleState rule) {
    page.open("tr");
    page.open("th", "scope", "row", "class", "rule")
        .element("b", rule.rule())
        .text(" ")
        .element("span", rule.title())
        .close();
    cell(rule.tests(), "together");
    for (String theme : themes) {
      cell(outcomes(rule, theme), "");
    }
    page.close().line();
  }

  private Map<Outcome, Integer> outcomes(RuleState rule, String theme) {
    Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    for (TestResult test : report.themes().getOrDefault(theme, List.of())) {
      if (test.rules().contains(rule.rule())) {
        outcomes.merge(report.outcome(test, rule.rule()), 1, Integer::sum);
      }
    }
    return outcomes;
  }

  private void cell(Map<Outcome, Integer> outcomes, String column) {
    if (outcomes.isEmpty()) {
      page.open("td").close();
      return;
    }
    Outcome outcome = new RuleState("", "", outcomes, List.of()).outcome();
    List<String> parts = new ArrayList<>();
    for (Outcome each : Outcome.values()) {
      if (outcomes.containsKey(each)) {
        parts.add(outcomes.get(each) + " " + each.word());
      }
    }
    int tests = outcomes.values().stream().mapToInt(Integer::intValue).sum();
    int said = outcomes.getOrDefault(outcome, 0);
    page.open("td", "title", String.join(", ", parts), "class", column)
        .open("span", "class", "cell " + outcome.code())
        .text(outcome.sign())
        .close()
        .element("span", said == tests ? "" + tests : said + "/" + tests, "class", "count")
        .close();
  }
}
