package com.multigres.meta.testkit.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.testkit.catalog.CatalogStoreContract;
import com.multigres.meta.testkit.report.internal.ReportPage;
import com.multigres.meta.testkit.topo.TopoStoreContract;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The report's documents: what programs rely on, and that no text breaks out of its place. */
class ReportTest {
  private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `([a-zA-Z0-9.\\[\\]]+)` \\|");

  private final Report report = Samples.full();

  @Test
  void theJsonDocumentHasTheFieldsOfItsSchemaAndNoOthers() throws IOException {
    JsonNode json = new ObjectMapper().readTree(ReportJson.of(report));
    Set<String> fields = new TreeSet<>();
    collect(json, "", fields);
    assertThat(fields).isEqualTo(documented());
  }

  private static void collect(JsonNode node, String path, Set<String> fields) {
    if (node.isArray()) {
      fields.add(path);
      node.forEach(element -> collect(element, path + "[]", fields));
    } else if (node.isObject()) {
      node.properties()
          .forEach(
              field ->
                  collect(
                      field.getValue(),
                      path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                      fields));
    } else if (!path.endsWith("[]")) {
      fields.add(path);
    }
  }

  private static Set<String> documented() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "conformance.md"));
    String itsChapter =
        Stream.of(page.split("(?m)^## "))
            .filter(chapter -> chapter.startsWith("The report"))
            .findFirst()
            .orElseThrow();
    return DOCUMENTED
        .matcher(itsChapter)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void hostileTextsComeBackFromTheJsonDocument() throws IOException {
    JsonNode json = new ObjectMapper().readTree(ReportJson.of(report));
    assertThat(json.at("/subject/server").asText()).isEqualTo(Samples.HOSTILE);
    assertThat(json.at("/verdict").asText()).isEqualTo("broken");
    assertThat(json.at("/settings/seed").asText()).isEqualTo("42");
    assertThat(json.at("/totals/broken").asInt()).isEqualTo(1);
    assertThat(json.at("/totals/notRun").asInt()).isEqualTo(1);
  }

  @Test
  void aMissingCapabilityStandsWithTheTestThatSawItsRefusal() throws IOException {
    JsonNode capabilities = new ObjectMapper().readTree(ReportJson.of(report)).get("capabilities");
    assertThat(capabilities.findValuesAsText("name")).containsExactly("ATOMIC_BATCH", "LOCKS");
    assertThat(capabilities.get(1).get("present").asBoolean()).isFalse();
    assertThat(capabilities.get(1).at("/refusals/0").asText()).isEqualTo("Locks.onlyOneHolds");
  }

  @Test
  void aFaultStandsWithTheTestsThatWereSurvivedOrNotRun() throws IOException {
    JsonNode faults = new ObjectMapper().readTree(ReportJson.of(report)).get("faults");
    JsonNode cut = named(faults, "CUT");
    assertThat(cut.at("/survived/0").asText()).isEqualTo("Outages.aCutIsSurvived");
    assertThat(cut.get("reason").isNull()).isTrue();
    JsonNode kill = named(faults, "KILL");
    assertThat(kill.at("/notRun/0").asText()).isEqualTo("Outages.aKillIsSurvived");
    assertThat(kill.get("reason").asText()).isEqualTo("not from outside");
  }

  @Test
  void whoHasNoLocksDoesNotKeepTheirRulesByPassingATestOfMore() throws IOException {
    JsonNode rules = new ObjectMapper().readTree(ReportJson.of(report)).get("rules");
    assertThat(rules.findValuesAsText("rule")).containsExactly("T5", "T7", "T10", "T14", "T22");
    assertThat(rules.get(0).get("outcome").asText()).isEqualTo("passed");
    assertThat(rules.get(4).get("outcome").asText()).isEqualTo("not-run");
  }

  @Test
  void aHistoryStandsWithItsVerdictsAndTheFaultsThatItWentThrough() throws IOException {
    JsonNode json = new ObjectMapper().readTree(ReportJson.of(report));
    JsonNode history = json.at("/histories/0");
    assertThat(history.get("test").asText()).isEqualTo("whatClientsDidIsOneHistory");
    assertThat(history.get("parts").findValuesAsText("verdict"))
        .containsExactly("passed", "violated");
    assertThat(json.at("/histories/1/parts/1/verdict").asText()).isEqualTo("undecided");
    assertThat(history.get("faults").findValuesAsText("fault")).containsExactly("CUT", "DELAY");
    assertThat(json.at("/totals/operations").asInt()).isEqualTo(2_000);
    assertThat(json.at("/totals/injected").asInt()).isEqualTo(6);
    assertThat(named(json.get("faults"), "CUT").get("injected").asInt()).isEqualTo(4);
  }

  @Test
  void aViolatedHistoryStandsOnThePageWithItsOperationsAndHowToJudgeItAgain() throws Exception {
    Element histories = byId(parse(ReportPage.of(report)), "histories");
    assertThat(histories.getTextContent())
        .contains("2,000 operations in 2 histories, 97 of unknown outcome, among 6 injected faults")
        .contains("6 clients in 4 processes")
        .contains("Locks and elections violated T22")
        .contains("c1: <script")
        .contains("check-history '/tmp/");
  }

  private static Element byId(Document page, String id) {
    return elements(page, "section").stream()
        .filter(section -> section.getAttribute("id").equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode named(JsonNode faults, String name) {
    return faults
        .valueStream()
        .filter(fault -> fault.get("fault").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void thePageIsWellFormed() throws Exception {
    Document page = parse(ReportPage.of(report));
    assertThat(page.getDocumentElement().getTagName()).isEqualTo("html");
    assertThat(elements(page, "h1")).hasSize(1);
    for (Element table : elements(page, "table")) {
      List<Element> headings = elements(table, "th");
      assertThat(headings).isNotEmpty().allMatch(heading -> heading.hasAttribute("scope"));
    }
    assertThat(elements(page, "svg")).isNotEmpty().allMatch(svg -> svg.hasAttribute("aria-label"));
  }

  @Test
  void thePageAsksNobodyForAnythingAndRunsNothing() throws Exception {
    Document page = parse(ReportPage.of(report));
    assertThat(elements(page, "script")).isEmpty();
    assertThat(elements(page, "img")).isEmpty();
    assertThat(elements(page, "iframe")).isEmpty();
    for (Element element : elements(page, "*")) {
      for (String name : List.of("src", "srcset", "action", "data", "poster", "style")) {
        assertThat(element.hasAttribute(name)).as("%s of <%s>", name, element).isFalse();
      }
      assertThat(element.getAttribute("href")).isIn("", "data:,");
      assertThat(element.getAttribute("onload")).isEmpty();
    }
    assertThat(elements(page, "style").get(0).getTextContent())
        .doesNotContain("url(")
        .doesNotContain("@import")
        .contains("prefers-color-scheme: dark")
        .contains("@media print");
  }

  @Test
  void theStyleStandsAsBrowsersReadIt() {
    String page = ReportPage.of(report);
    String style = page.substring(page.indexOf("<style>"), page.indexOf("</style>"));
    assertThat(style).contains("\"Segoe UI\"").doesNotContain("&");
  }

  @Test
  void whatBrokeStandsOnThePageWithItsRule() throws Exception {
    Document page = parse(ReportPage.of(report));
    Element broken = byId(page, "broken");
    assertThat(elements(broken, "article")).hasSize(1);
    assertThat(elements(broken, "article").get(0).getTextContent())
        .contains("T7, T10: An empty value is a value")
        .contains("<script src='http://evil'>");
  }

  private static Document parse(String page) throws Exception {
    DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    return builder.parse(new InputSource(new StringReader(page)));
  }

  private static List<Element> elements(Document page, String name) {
    return elements(page.getDocumentElement(), name);
  }

  private static List<Element> elements(Element of, String name) {
    NodeList found = of.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }

  @Test
  void theJUnitDocumentIsValid() throws Exception {
    String xml = JUnitXml.of(report);
    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(Objects.requireNonNull(ReportTest.class.getResource("junit.xsd")))
        .newValidator()
        .validate(new StreamSource(new StringReader(xml)));
    Document document = parse(xml);
    assertThat(document.getDocumentElement().getAttribute("failures")).isEqualTo("1");
    assertThat(elements(document, "testcase")).hasSize(7);
    assertThat(elements(document, "failure").get(0).getAttribute("type")).isEqualTo("T7 T10");
    assertThat(elements(document, "skipped")).hasSize(1);
  }

  @Test
  void whatCouldNotBeJudgedIsNeitherPassedNorBroken() throws Exception {
    Report open = Samples.undecidedAlone();
    assertThat(open.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(open.verdict().isGood()).isFalse();
    assertThat(open.verdict().exitStatus()).isEqualTo(4);
    JsonNode json = new ObjectMapper().readTree(ReportJson.of(open));
    assertThat(json.at("/totals/undecided").asInt()).isEqualTo(1);
    assertThat(json.at("/totals/broken").asInt()).isZero();
    assertThat(json.at("/tests/0/outcome").asText()).isEqualTo("undecided");
    assertThat(json.at("/rules/0/outcome").asText()).isEqualTo("undecided");
    assertThat(named(json.get("faults"), "CUT").at("/undecided/0").asText())
        .isEqualTo("Recorded.whatClientsDidForLongIsOneHistory");
    Element xml = parse(JUnitXml.of(open)).getDocumentElement();
    assertThat(xml.getAttribute("failures") + xml.getAttribute("errors")).isEqualTo("01");
    assertThat(elements(xml, "error").get(0).getAttribute("type")).isEqualTo("undecided");
    assertThat(ReportText.of(open, Ink.none()))
        .anyMatch(line -> line.matches("T14 .* UNDECIDED"))
        .anyMatch(line -> line.startsWith("UNDECIDED T14: What clients did for long"))
        .noneMatch(line -> line.contains("BROKEN T"));
    Document page = parse(ReportPage.of(open));
    assertThat(elements(byId(page, "undecided"), "article")).hasSize(1);
    assertThat(elements(page, "section"))
        .extracting(section -> section.getAttribute("id"))
        .doesNotContain("broken");
    assertThat(elements(page, "span"))
        .extracting(span -> span.getAttribute("class"))
        .contains("cell undecided");
  }

  @Test
  void theClosingLinesNameTheBrokenRuleAndTheVerdict() {
    List<String> lines = ReportText.of(report, Ink.none());
    assertThat(lines).anyMatch(line -> line.matches("T7 .* BROKEN"));
    assertThat(lines).anyMatch(line -> line.startsWith("BROKEN T7 T10: An empty value"));
    assertThat(lines).anyMatch(line -> line.contains("LOCKS: missing, refusal checked"));
    assertThat(lines).anyMatch(line -> line.contains("KILL: 1 test not run"));
    assertThat(lines).anyMatch(line -> line.contains("survived in 2 tests, 4 times in recorded"));
    assertThat(lines).anyMatch(line -> line.contains("nodes passed, watches UNDECIDED"));
    assertThat(lines)
        .anyMatch(line -> line.contains("nodes passed, locks and elections VIOLATED T22"));
    assertThat(lines.get(lines.size() - 1)).contains("breaks the contract").contains("seed 42");
  }

  @Test
  void theFilesAreWrittenWholeAndAgain(@TempDir Path folder) throws IOException {
    Path target = folder.resolve("new").resolve("report");
    ReportFiles.write(report, target);
    ReportFiles.write(report, target);
    try (Stream<Path> files = Files.list(target)) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .containsExactlyInAnyOrder("report.json", "report.html", "junit.xml");
    }
  }

  @Test
  void everyRuleThatATestCitesHasATitle() {
    Set<String> cited =
        Stream.of(TopoStoreContract.class, CatalogStoreContract.class)
            .flatMap(contract -> Stream.of(contract.getDeclaredClasses()))
            .flatMap(theme -> Stream.of(theme.getMethods()))
            .filter(method -> method.isAnnotationPresent(Rule.class))
            .flatMap(method -> Stream.of(method.getAnnotation(Rule.class).value()))
            .collect(Collectors.toSet());
    assertThat(cited).hasSizeGreaterThan(40);
    assertThat(cited).allSatisfy(rule -> assertThat(RuleTitles.of(rule)).as(rule).isNotEmpty());
  }

  @Test
  void namesOfTestsAreReadAsSentences() {
    assertThat(Words.sentence("aVersionOfANodeThatIsGone"))
        .isEqualTo("A version of a node that is gone");
    assertThat(Words.sentence("LockLosses")).isEqualTo("Lock losses");
    assertThat(Words.sentence("manyAtOnce [3] {x=1}")).isEqualTo("Many at once [3] {x=1}");
  }
}
