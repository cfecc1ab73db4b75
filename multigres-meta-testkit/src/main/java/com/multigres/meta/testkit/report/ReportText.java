package com.multigres.meta.testkit.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The closing lines of a run, for a terminal. */
public final class ReportText {
  private final Report report;
  private final Ink ink;
  private final List<String> lines = new ArrayList<>();

  private ReportText(Report report, Ink ink) {
    this.report = report;
    this.ink = ink;
  }

  /** The lines. */
  public static List<String> of(Report report, Ink ink) {
    ReportText text = new ReportText(report, ink);
    text.matrix();
    text.told(Outcome.BROKEN);
    text.told(Outcome.UNDECIDED);
    text.capabilities();
    text.faults();
    text.histories();
    text.notRun();
    text.notShown();
    text.report.notes().forEach(note -> text.lines.add("note: " + note));
    text.lines.add("");
    text.closing();
    return Collections.unmodifiableList(text.lines);
  }

  private void matrix() {
    List<RuleState> rules = report.rules();
    int width = rules.stream().mapToInt(rule -> rule.title().length()).max().orElse(0);
    String form = "%-5s %-" + Math.max(width, 4) + "s %6s %7s %6s %9s %7s  %s";
    lines.add(
        ink.strong(
            form.formatted(
                "RULE", "", "PASSED", "REFUSED", "BROKEN", "UNDECIDED", "NOT RUN", "SAYS")));
    for (RuleState rule : rules) {
      lines.add(
          form.formatted(
              rule.rule(),
              rule.title(),
              number(rule.count(Outcome.PASSED)),
              number(rule.count(Outcome.REFUSED)),
              number(rule.count(Outcome.BROKEN)),
              number(rule.count(Outcome.UNDECIDED)),
              number(rule.count(Outcome.NOT_RUN)),
              painted(rule.outcome())));
    }
  }

  private static String number(int count) {
    return count == 0 ? "." : Integer.toString(count);
  }

  private String painted(Outcome outcome) {
    return switch (outcome) {
      case PASSED -> ink.good("kept");
      case REFUSED -> ink.good("refused, as declared");
      case BROKEN -> ink.bad("BROKEN");
      case UNDECIDED -> ink.bad("UNDECIDED");
      case NOT_RUN -> ink.faint("not checked");
    };
  }

  /** Tests that everybody must hear of. */
  private void told(Outcome outcome) {
    for (TestResult test : report.tests()) {
      if (test.outcome() == outcome) {
        lines.add("");
        lines.add(
            ink.bad(outcome.word().toUpperCase(Locale.ROOT) + " ")
                + String.join(" ", test.rules())
                + ": "
                + test.sentence()
                + ink.faint(" (" + test.theme() + "." + test.name() + ")"));
        lines.add("  " + test.reason());
      }
    }
  }

  private void capabilities() {
    heading("capabilities");
    for (CapabilityState capability : report.capabilities()) {
      String checked =
          capability.refusals().isEmpty()
              ? ""
              : ", in " + Words.count(capability.refusals().size(), "test");
      lines.add("  " + capability.name() + ": " + capability.verdict() + checked);
    }
  }

  private void faults() {
    heading("faults");
    for (FaultState fault : report.faults()) {
      lines.add("  " + fault.fault() + ": " + fault(fault));
    }
  }

  private static String fault(FaultState fault) {
    if (!fault.offered()) {
      return Words.count(fault.notRun().size(), "test") + " not run; " + fault.whyNot();
    }
    return "survived in "
        + Words.count(fault.survived().size(), "test")
        + (fault.injected() == 0
            ? ""
            : ", " + Words.count(fault.injected(), "time") + " in recorded histories")
        + (fault.broken().isEmpty() ? "" : ", NOT in " + fault.broken().size())
        + (fault.undecided().isEmpty() ? "" : ", undecided in " + fault.undecided().size());
  }

  private void histories() {
    if (report.histories().isEmpty()) {
      return;
    }
    heading("histories of what clients did, judged");
    for (TestResult test : report.tests()) {
      test.histories().forEach(history -> lines.add("  " + history(test, history)));
    }
  }

  private String history(TestResult test, HistoryState history) {
    String parts =
        history.parts().stream()
            .map(part -> PartState.title(part.part()).toLowerCase(Locale.ROOT) + " " + said(part))
            .collect(Collectors.joining(", "));
    return "%s.%s: %s of %s, %d of unknown outcome, %s: %s"
        .formatted(
            test.theme(),
            test.name(),
            Words.count(history.operations(), "operation"),
            history.who(),
            history.unknown(),
            Words.count(history.accidents(), "fault"),
            history.file().isEmpty() ? parts : parts + "; " + history.file());
  }

  private String said(PartState part) {
    boolean good = part.judgement() == PartState.Judgement.PASSED;
    String word = part.judgement().word();
    return good
        ? ink.good(word)
        : ink.bad((word.toUpperCase(Locale.ROOT) + " " + part.rule()).strip());
  }

  /** Tests that lack something else than a fault or a capability, which were told above. */
  private void notRun() {
    Map<String, Integer> reasons = new TreeMap<>();
    report.tests().stream()
        .filter(test -> test.outcome() == Outcome.NOT_RUN && !told(test))
        .forEach(test -> reasons.merge(test.reason(), 1, Integer::sum));
    if (!reasons.isEmpty()) {
      heading("not run");
      reasons.forEach(
          (reason, count) -> lines.add("  " + Words.count(count, "test") + ": " + reason));
    }
  }

  private void notShown() {
    List<String> rules = report.notShown();
    if (!rules.isEmpty()) {
      heading("nothing was shown of");
      lines.add("  " + String.join(" ", rules));
    }
  }

  private static boolean told(TestResult test) {
    return test.lacking().startsWith("fault ") || test.lacking().startsWith("capability ");
  }

  private void heading(String text) {
    lines.add("");
    lines.add(ink.strong(text));
  }

  private void closing() {
    String counts =
        String.join(
            ", ",
            Arrays.stream(Outcome.values())
                .map(outcome -> report.count(outcome) + " " + outcome.word())
                .toList());
    String verdict = report.subject().address() + " " + report.verdict().words();
    lines.add(
        (report.verdict().isGood() ? ink.good(verdict) : ink.bad(verdict))
            + ": "
            + counts
            + " in "
            + report.took().toSeconds()
            + " s (seed "
            + report.settings().seed()
            + ")");
  }
}
