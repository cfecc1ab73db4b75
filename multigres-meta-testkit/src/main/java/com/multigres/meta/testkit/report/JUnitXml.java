package com.multigres.meta.testkit.report;

import java.io.StringWriter;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The report in the XML form that build servers read: a suite for each theme. */
final class JUnitXml {
  private final XMLStreamWriter xml;

  private JUnitXml(XMLStreamWriter xml) {
    this.xml = xml;
  }

  static String of(Report report) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter writer = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      writer.writeStartDocument("UTF-8", "1.0");
      new JUnitXml(writer).suites(report);
      writer.writeEndDocument();
      writer.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a text cannot be written as XML", e);
    }
    return text + "\n";
  }

  private void suites(Report report) throws XMLStreamException {
    start("testsuites");
    attribute("name", "conformance of " + report.subject().address());
    boolean untested = report.verdict() == Verdict.UNTESTED;
    counts(report.tests(), untested ? 1 : 0);
    for (Map.Entry<String, List<TestResult>> theme : report.themes().entrySet()) {
      suite(report, theme.getKey(), theme.getValue());
    }
    if (untested) {
      untested(report);
    }
    end();
  }

  /** Where all is skipped, build servers see nothing amiss. */
  private void untested(Report report) throws XMLStreamException {
    start("testsuite");
    attribute("name", "Verdict");
    counts(List.of(), 1);
    start("testcase");
    attribute("name", "something of the contract was tested");
    attribute("classname", report.subject().kind() + ".Verdict");
    attribute("time", seconds(Duration.ZERO));
    start("error");
    attribute("message", report.subject().address() + " " + report.verdict().words());
    attribute("type", report.verdict().code());
    end();
    end();
    end();
  }

  /**
   * The counts of these tests.
   *
   * @param besides errors that are no test's
   */
  private void counts(List<TestResult> tests, int besides) throws XMLStreamException {
    attribute("tests", Integer.toString(tests.size() + besides));
    attribute("failures", Long.toString(count(tests, Outcome.BROKEN)));
    attribute("errors", Long.toString(count(tests, Outcome.UNDECIDED) + besides));
    attribute("skipped", Long.toString(count(tests, Outcome.NOT_RUN)));
    attribute(
        "time",
        seconds(tests.stream().map(TestResult::took).reduce(Duration.ZERO, Duration::plus)));
  }

  private static long count(List<TestResult> tests, Outcome outcome) {
    return tests.stream().filter(test -> test.outcome() == outcome).count();
  }

  private void suite(Report report, String theme, List<TestResult> tests)
      throws XMLStreamException {
    start("testsuite");
    attribute("name", theme);
    counts(tests, 0);
    attribute(
        "timestamp",
        DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
            report.begun().truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC)));
    start("properties");
    property("seed", Long.toString(report.settings().seed()));
    property("store", report.subject().store());
    property("address", report.subject().address());
    end();
    for (TestResult test : tests) {
      test(report.subject().kind() + "." + theme, test);
    }
    end();
  }

  private void property(String name, String value) throws XMLStreamException {
    start("property");
    attribute("name", name);
    attribute("value", value);
    end();
  }

  private void test(String className, TestResult test) throws XMLStreamException {
    start("testcase");
    attribute("name", test.name() + " [" + String.join(" ", test.rules()) + "]");
    attribute("classname", className);
    attribute("time", seconds(test.took()));
    if (test.outcome() == Outcome.BROKEN) {
      problem("failure", String.join(" ", test.rules()), test);
    } else if (test.outcome() == Outcome.UNDECIDED) {
      problem("error", test.outcome().code(), test);
    } else if (test.outcome() == Outcome.NOT_RUN) {
      start("skipped");
      attribute("message", test.reason());
      end();
    }
    end();
  }

  private void problem(String kind, String type, TestResult test) throws XMLStreamException {
    start(kind);
    attribute("message", test.reason());
    attribute("type", type);
    xml.writeCharacters(Words.legal(test.trace()));
    end();
  }

  private void start(String name) throws XMLStreamException {
    xml.writeCharacters("\n");
    xml.writeStartElement(name);
  }

  private void attribute(String name, String value) throws XMLStreamException {
    xml.writeAttribute(name, Words.legal(value));
  }

  private void end() throws XMLStreamException {
    xml.writeEndElement();
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.3f", time.toNanos() / 1e9);
  }
}
