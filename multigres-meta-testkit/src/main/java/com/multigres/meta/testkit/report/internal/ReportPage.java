package com.multigres.meta.testkit.report.internal;

import com.multigres.meta.testkit.report.Outcome;
import com.multigres.meta.testkit.report.Report;
import com.multigres.meta.testkit.report.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;

/**
 * The report as one page that needs nothing else: no script, no font, no picture from elsewhere.
 */
public final class ReportPage {
  /** The browser itself refuses what the page would fetch. */
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final Report report;
  private final Markup page = new Markup();

  private ReportPage(Report report) {
    this.report = report;
  }

  /** The page. */
  public static String of(Report report) {
    ReportPage page = new ReportPage(report);
    page.page.open("html", "lang", "en", "xmlns", "http://www.w3.org/1999/xhtml").line();
    page.head();
    page.body();
    page.page.close();
    return "<!DOCTYPE html>\n" + page.page + "\n";
  }

  private String title() {
    return "Conformance of " + report.subject().address();
  }

  private void head() {
    page.open("head").line();
    page.empty("meta", "charset", "utf-8").line();
    page.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY).line();
    page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1").line();
    page.empty("meta", "name", "color-scheme", "content", "light dark").line();
    page.element("title", title()).line();
    page.empty("link", "rel", "icon", "href", "data:,").line();
    page.style(style()).line();
    page.close().line();
  }

  private static String style() {
    try (InputStream file = ReportPage.class.getResourceAsStream("report.css")) {
      return new String(
          Objects.requireNonNull(file, "report.css").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private void body() {
    page.open("body").line().open("main").line();
    masthead();
    tiles();
    PageTests.amiss(page, report, Outcome.BROKEN);
    PageTests.amiss(page, report, Outcome.UNDECIDED);
    PageMatrix.of(page, report);
    PageFacts.capabilities(page, report);
    PageFacts.faults(page, report);
    PageHistories.of(page, report);
    PageFacts.limits(page, report);
    PageLatencies.of(page, report);
    PageTests.all(page, report);
    PageFacts.provenance(page, report);
    page.close(2).line();
  }

  private void masthead() {
    Verdict verdict = report.verdict();
    page.open("header").line();
    page.element("p", "Conformance statement", "class", "kicker").line();
    page.element("h1", report.subject().address()).line();
    page.open("p", "class", "verdict " + verdict.code())
        .element("span", sign(verdict), "class", "sign", "aria-hidden", "true")
        .text(" This " + report.subject().kind() + " ")
        .element("strong", verdict.words())
        .text(".")
        .close()
        .line();
    page.open("p", "class", "byline").text("Tested on " + DATE.format(report.begun()));
    page.text(" by the multigres-meta testkit, " + report.environment().kit());
    if (!report.subject().server().isEmpty()) {
      page.text(", against " + report.subject().server());
    }
    page.text(".").close().line();
    if (!report.notShown().isEmpty()) {
      page.element("p", "Nothing was shown of " + notShown() + ".", "class", "byline").line();
    }
    for (String note : report.notes()) {
      page.element("p", note, "class", "note").line();
    }
    page.close().line();
  }

  private String notShown() {
    return String.join(", ", report.notShown()) + ": none of their tests ran";
  }

  private static String sign(Verdict verdict) {
    return switch (verdict) {
      case CONFORMS -> Outcome.PASSED.sign();
      case PARTIAL, INTERRUPTED -> "◐";
      case UNDECIDED -> Outcome.UNDECIDED.sign();
      case UNTESTED -> Outcome.NOT_RUN.sign();
      case BROKEN -> Outcome.BROKEN.sign();
    };
  }

  private void tiles() {
    page.open("ul", "class", "tiles").line();
    for (Outcome outcome : Outcome.values()) {
      page.open("li", "class", outcome.code() + (report.count(outcome) == 0 ? " zero" : ""))
          .element("span", Long.toString(report.count(outcome)), "class", "number")
          .open("span", "class", "word")
          .element("span", outcome.sign(), "class", "sign", "aria-hidden", "true")
          .text(" " + outcome.word())
          .close(2)
          .line();
    }
    page.open("li")
        .element("span", report.took().toSeconds() + " s", "class", "number")
        .element("span", "in all", "class", "word")
        .close()
        .line();
    page.close().line();
  }
}
