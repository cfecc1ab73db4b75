package com.multigres.meta.testkit.report.internal;

import com.multigres.meta.testkit.report.CapabilityState;
import com.multigres.meta.testkit.report.FaultState;
import com.multigres.meta.testkit.report.Limit;
import com.multigres.meta.testkit.report.Outcome;
import com.multigres.meta.testkit.report.Report;
import com.multigres.meta.testkit.report.Settings;
import com.multigres.meta.testkit.report.Subject;
import com.multigres.meta.testkit.report.Words;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** The tables about the store, and what must be known to repeat the run. */
final class PageFacts {
  private PageFacts() {}

  static void capabilities(Markup page, Report report) {
    begin(page, "capabilities", "Capabilities", "Capability", "State", "Proof");
    for (CapabilityState capability : report.capabilities()) {
      page.open("tr").open("th", "scope", "row").element("code", capability.name()).close();
      Outcome outcome = state(capability);
      page.open("td");
      sign(page, outcome).text(" " + capability.verdict()).close();
      page.open("td");
      if (capability.present()) {
        page.text("its rules are among those above");
      } else if (capability.refusals().isEmpty()) {
        page.text(nothingRefused(capability));
      } else {
        list(page, Words.count(capability.refusals().size(), "refusal"), capability.refusals());
      }
      page.close(2).line();
    }
    end(page);
  }

  private static Outcome state(CapabilityState capability) {
    if (capability.present()) {
      return Outcome.PASSED;
    }
    return capability.refusals().isEmpty() ? Outcome.NOT_RUN : Outcome.REFUSED;
  }

  private static String nothingRefused(CapabilityState capability) {
    return capability.left().isEmpty()
        ? "nothing was refused: no test asks for it"
        : "nothing to refuse; " + Words.count(capability.left().size(), "test") + " not run";
  }

  static void faults(Markup page, Report report) {
    begin(page, "faults", "Faults", "Fault", "State", "Tests");
    for (FaultState fault : report.faults()) {
      page.open("tr").open("th", "scope", "row").element("code", fault.fault()).close();
      page.open("td");
      sign(page, state(fault)).text(" " + words(fault)).close();
      page.open("td");
      list(page, "survived in ", fault.survived());
      list(page, "not survived in ", fault.broken());
      list(page, "not judged in ", fault.undecided());
      if (fault.injected() > 0) {
        String times = Words.count(fault.injected(), "time");
        page.element("span", times + " in recorded histories", "class", "why");
      }
      if (!fault.offered()) {
        list(page, "not run for want of it: ", fault.notRun());
        page.element("span", fault.whyNot(), "class", "why");
      }
      page.close(2).line();
    }
    end(page);
  }

  private static Outcome state(FaultState fault) {
    if (!fault.broken().isEmpty()) {
      return Outcome.BROKEN;
    }
    if (!fault.undecided().isEmpty()) {
      return Outcome.UNDECIDED;
    }
    return fault.survived().isEmpty() ? Outcome.NOT_RUN : Outcome.PASSED;
  }

  private static String words(FaultState fault) {
    return switch (state(fault)) {
      case BROKEN -> "not survived";
      case UNDECIDED -> "not known";
      case PASSED -> "survived";
      default -> fault.offered() ? "not met" : "not arranged";
    };
  }

  private static void list(Markup page, String words, List<String> names) {
    if (names.isEmpty()) {
      return;
    }
    page.open("details").element("summary", summary(words, names)).open("ul", "class", "names");
    names.forEach(name -> page.element("li", name));
    page.close(2);
  }

  private static String summary(String words, List<String> names) {
    return words.endsWith(" ") ? words + Words.count(names.size(), "test") : words;
  }

  static void limits(Markup page, Report report) {
    if (report.limits().isEmpty()) {
      return;
    }
    begin(page, "limits", "Limits, found by trying", "Of", "Declared", "Took", "Refused");
    for (Limit limit : report.limits()) {
      page.open("tr").element("th", limit.what(), "scope", "row");
      page.element("td", number(limit.declared(), limit.unit()), "class", "number");
      page.element(
          "td", number(OptionalLong.of(limit.accepted()), limit.unit()), "class", "number");
      page.open("td");
      if (limit.refused().isPresent()) {
        page.text(number(limit.refused(), limit.unit()) + " with ")
            .element("code", limit.refusal());
      } else {
        page.text("nothing that was tried");
      }
      page.close(2).line();
    }
    end(page);
  }

  private static String number(OptionalLong number, String unit) {
    return number.isPresent()
        ? String.format(Locale.ENGLISH, "%,d %s", number.getAsLong(), unit)
        : "–";
  }

  static void provenance(Markup page, Report report) {
    page.open("section", "id", "provenance").line();
    page.element("h2", "How it was tested").line();
    page.open("dl").line();
    Subject subject = report.subject();
    Settings settings = report.settings();
    fact(page, "Store", subject.store() + " " + subject.storeVersion());
    fact(page, "Server", subject.server().isEmpty() ? "not named" : subject.server());
    fact(page, "Testkit", report.environment().kit());
    fact(page, "JVM", report.environment().java() + ", " + report.environment().vm());
    fact(
        page,
        "Machine",
        report.environment().system()
            + ", "
            + Words.count(report.environment().processors(), "processor"));
    fact(page, "Seed", Long.toString(settings.seed()));
    fact(
        page,
        "Run",
        settings.inherited() ? "as the backend's own tests" : "from outside, by the kit's runner");
    fact(page, "Faults", settings.faults() ? "asked for" : "not asked for");
    fact(page, "Long tests", settings.longTests() ? "run" : "not run");
    fact(page, "Patience", settings.patience().toSeconds() + " s");
    if (!settings.whole()) {
      fact(page, "Only", String.join(", ", settings.themes()) + " " + settings.rules());
    }
    page.close().line();
    page.element("p", "The same again:").line();
    page.element("pre", command(report)).line();
    page.close().line();
  }

  private static void fact(Markup page, String name, String value) {
    page.open("div").element("dt", name).element("dd", value.strip()).close().line();
  }

  private static String command(Report report) {
    Settings settings = report.settings();
    if (settings.inherited()) {
      return "mvn test -Dtest=%s -Dmultigres.testkit.seed=%d -Dmultigres.testkit.report=DIR%s"
          .formatted(
              report.subject().address(),
              settings.seed(),
              settings.longTests() ? " -DexcludedGroups=none" : "");
    }
    StringBuilder command = new StringBuilder("multigres-meta conformance");
    command.append(report.subject().kind().equals("topology") ? " --topo '" : " --catalog '");
    command.append(report.subject().address()).append("' --seed ").append(settings.seed());
    command.append(settings.faults() ? " --faults" : "");
    command.append(settings.longTests() ? " --long" : "");
    settings.themes().forEach(theme -> command.append(" --theme ").append(theme));
    settings.rules().forEach(rule -> command.append(" --rule ").append(rule));
    return command.toString();
  }

  private static Markup sign(Markup page, Outcome outcome) {
    return page.element(
        "span", outcome.sign(), "class", "cell " + outcome.code(), "aria-hidden", "true");
  }

  private static void begin(Markup page, String id, String title, String... headings) {
    page.open("section", "id", id).line();
    page.element("h2", title).line();
    page.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", title);
    page.open("table", "class", "facts").line().open("thead").open("tr");
    for (String heading : headings) {
      page.element("th", heading, "scope", "col");
    }
    page.close(2).line().open("tbody").line();
  }

  private static void end(Markup page) {
    page.close(4).line();
  }
}
