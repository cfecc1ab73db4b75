package com.multigres.meta.testkit.report.internal;

import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.report.HistoryState;
import com.multigres.meta.testkit.report.Outcome;
import com.multigres.meta.testkit.report.PartState;
import com.multigres.meta.testkit.report.Report;
import com.multigres.meta.testkit.report.TestResult;
import com.multigres.meta.testkit.report.Words;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What clients did at once, and whether it is one history. */
final class PageHistories {
  private final Markup page;
  private final Report report;
  private final List<HistoryState> histories;
  private final Set<String> parts = new LinkedHashSet<>();

  private PageHistories(Markup page, Report report) {
    this.page = page;
    this.report = report;
    this.histories = report.histories();
    histories.forEach(history -> history.parts().stream().map(PartState::part).forEach(parts::add));
  }

  static void of(Markup page, Report report) {
    if (!report.histories().isEmpty()) {
      new PageHistories(page, report).section();
    }
  }

  private void section() {
    page.open("section", "id", "histories").line();
    page.element("h2", "Histories").line();
    page.element("p", summary()).line();
    page.open(
        "div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Histories");
    page.open("table", "class", "facts histories").line();
    head();
    page.open("tbody").line();
    for (TestResult test : report.tests()) {
      test.histories().forEach(history -> row(test, history));
    }
    page.close(3).line();
    for (TestResult test : report.tests()) {
      test.histories().forEach(history -> violations(test, history));
    }
    page.close().line();
  }

  private String summary() {
    int operations = histories.stream().mapToInt(HistoryState::operations).sum();
    int unknown = histories.stream().mapToInt(HistoryState::unknown).sum();
    int accidents = histories.stream().mapToInt(HistoryState::accidents).sum();
    return String.format(
        Locale.ENGLISH,
        "Clients did everything at once, at random, and wrote down what they were told: %s in %s,"
            + " %,d of unknown outcome, among %s. A history passes where all of it can be true of"
            + " one store that keeps the rules.",
        Words.count(operations, "operation"),
        Words.count(histories.size(), "history", "histories"),
        unknown,
        Words.count(accidents, "injected fault"));
  }

  private void head() {
    page.open("thead").open("tr");
    page.element("th", "Test", "scope", "col");
    for (String part : parts) {
      page.element("th", PartState.title(part), "scope", "col", "class", "part");
    }
    page.element("th", "Operations", "scope", "col", "class", "number");
    page.element("th", "Unknown", "scope", "col", "class", "number");
    page.element("th", "Faults injected", "scope", "col");
    page.element("th", "Seed", "scope", "col", "class", "number");
    page.close(2).line();
  }

  private void row(TestResult test, HistoryState history) {
    page.open("tr").open("th", "scope", "row").text(test.sentence());
    page.element("span", history.who(), "class", "why").close();
    for (String part : parts) {
      page.open("td", "class", "part");
      history.parts().stream().filter(one -> one.part().equals(part)).forEach(this::verdict);
      page.close();
    }
    number(history.operations());
    number(history.unknown());
    page.element("td", faults(history.injected()));
    page.element("td", Long.toString(history.seed()), "class", "number");
    page.close().line();
  }

  private void number(int number) {
    page.element("td", String.format(Locale.ENGLISH, "%,d", number), "class", "number");
  }

  private void verdict(PartState part) {
    Outcome shown = part.judgement().shown();
    page.element("span", shown.sign(), "class", "cell " + shown.code(), "aria-hidden", "true")
        .element("span", part.judgement().word(), "class", "count");
  }

  private static String faults(Map<Fault, Integer> injected) {
    return injected.isEmpty()
        ? "none"
        : injected.entrySet().stream()
            .map(fault -> Words.constant(fault.getKey().name()) + " ×\u00a0" + fault.getValue())
            .collect(Collectors.joining(", "));
  }

  private void violations(TestResult test, HistoryState history) {
    for (PartState part : history.parts()) {
      if (part.judgement() != PartState.Judgement.PASSED) {
        Outcome shown = part.judgement().shown();
        page.open("article", "class", "failure " + shown.code()).line();
        page.open("h3")
            .element("span", shown.sign(), "class", "cell " + shown.code(), "aria-hidden", "true")
            .text(" " + (part.title() + " " + part.judgement().word() + " " + part.rule()).strip())
            .close()
            .line();
        page.element("p", test.theme() + "." + test.name(), "class", "where").line();
        page.element("p", part.why(), "class", "reason").line();
        smallest(part);
        again(history);
        page.close().line();
      }
    }
  }

  private void smallest(PartState part) {
    if (!part.smallest().isEmpty()) {
      page.element("p", "The fewest operations found that show it:").line();
      page.element("pre", String.join("\n", part.smallest())).line();
    }
  }

  private void again(HistoryState history) {
    if (!history.file().isEmpty()) {
      page.element("p", "Judged again:").line();
      page.element("pre", "multigres-meta check-history '" + history.file() + "'").line();
    }
  }
}
