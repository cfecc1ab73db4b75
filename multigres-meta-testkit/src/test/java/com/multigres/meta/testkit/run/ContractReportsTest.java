package com.multigres.meta.testkit.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.memory.catalog.MemoryCatalogs;
import com.multigres.meta.testkit.LentProperties;
import com.multigres.meta.testkit.Seed;
import com.multigres.meta.testkit.catalog.Backup;
import com.multigres.meta.testkit.catalog.CatalogStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.opentest4j.TestAbortedException;

/** The report of a contract that somebody's tests inherit, run as any tests are. */
class ContractReportsTest {
  @TempDir private Path folder;

  /** What a backend's author writes, and a test of their own. */
  static class TheirTests extends CatalogStoreContract {
    @Override
    protected CatalogStore open(String name, int retention) {
      return CatalogStores.open("memory://" + name + "?retention=" + retention);
    }

    @Override
    protected Backup backup(String name) {
      try (CatalogStore store = open(name, 1)) {
        long generation = store.read().position().generation();
        return () -> MemoryCatalogs.loseAfter(name, generation);
      }
    }

    @Override
    protected Set<CatalogCapability> missing() {
      return Set.of(CatalogCapability.STANDBY_READS);
    }

    @Override
    protected void discard(String name) {
      MemoryCatalogs.forget(name);
    }

    @Test
    void isNoneOfTheContracts() {
      assertThat(missing()).isNotEmpty();
    }
  }

  @Disabled("for now")
  static final class SwitchedOff extends TheirTests {}

  static final class WithoutServer extends TheirTests {
    @BeforeAll
    static void begin() {
      Assumptions.abort("NOT RUN: no server");
    }
  }

  static final class WithoutStore extends TheirTests {
    @Override
    protected CatalogStore open(String name, int retention) {
      throw new TestAbortedException("NOT RUN: no store");
    }
  }

  static final class WithBrokenServer extends TheirTests {
    @BeforeAll
    static void begin() {
      Assertions.fail("the server does not start");
    }
  }

  @ExtendWith(NamesOnly.class)
  static final class Abridged extends TheirTests {}

  static final class NamesOnly implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      boolean another =
          context.getTestMethod().isEmpty()
              && context.getRequiredTestClass().isAnnotationPresent(Nested.class)
              && !context.getRequiredTestClass().getSimpleName().equals("Names");
      return another
          ? ConditionEvaluationResult.disabled("it takes too long")
          : ConditionEvaluationResult.enabled("asked for");
    }
  }

  private void run(Map<String, String> properties, DiscoverySelector tests) {
    LentProperties lent = LentProperties.of(properties);
    try {
      LauncherFactory.create()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(tests)
                  .filters(TagFilter.excludeTags("long"))
                  .build());
    } finally {
      lent.close();
    }
  }

  private JsonNode report() throws IOException {
    return report(TheirTests.class);
  }

  private JsonNode report(Class<?> tests) throws IOException {
    Path files = folder.resolve(tests.getName());
    assertThat(files.resolve("report.html")).isNotEmptyFile();
    assertThat(files.resolve("junit.xml")).isNotEmptyFile();
    return new ObjectMapper().readTree(Files.readString(files.resolve("report.json")));
  }

  @Test
  void aWholeContractIsReportedUnderTheNameOfItsClass() throws IOException {
    run(
        Map.of(ContractReports.PROPERTY, folder.toString(), Seed.PROPERTY, "4711"),
        DiscoverySelectors.selectClass(TheirTests.class));
    JsonNode report = report();
    assertThat(report.get("verdict").asText()).isEqualTo("conforms");
    assertThat(report.at("/subject/kind").asText()).isEqualTo("catalog");
    assertThat(report.at("/subject/address").asText()).isEqualTo(TheirTests.class.getName());
    assertThat(report.at("/subject/store").asText()).contains("Memory");
    assertThat(report.at("/settings/inherited").asBoolean()).isTrue();
    assertThat(report.at("/settings/seed").asText()).isEqualTo("4711");
    assertThat(report.at("/settings/long").asBoolean()).isFalse();
    assertThat(report.get("capabilities").findValuesAsText("name")).contains("STANDBY_READS");
    assertThat(report.at("/totals/operations").asInt()).isGreaterThan(500);
    assertThat(report.get("tests").findValuesAsText("name"))
        .contains("whatClientsDidForLongIsOneHistory")
        .doesNotContain("isNoneOfTheContracts");
    assertThat(report.get("tests").findValuesAsText("reason"))
        .contains("takes minutes: it is tagged long");
  }

  @Test
  void aPartOfAContractIsReportedAsAPart() throws IOException {
    run(
        Map.of(ContractReports.PROPERTY, folder.toString()),
        DiscoverySelectors.selectNestedClass(
            List.of(TheirTests.class), theme(TheirTests.class.getSuperclass(), "Names")));
    JsonNode report = report();
    assertThat(report.get("verdict").asText()).isEqualTo("partial");
    assertThat(report.at("/settings/themes")).extracting(JsonNode::asText).containsOnly("Names");
  }

  @ParameterizedTest
  @ValueSource(classes = {SwitchedOff.class, WithoutServer.class, WithoutStore.class})
  void whereNoTestRanNothingIsSaidToBeKept(Class<?> tests) throws IOException {
    run(Map.of(ContractReports.PROPERTY, folder.toString()), DiscoverySelectors.selectClass(tests));
    JsonNode report = report(tests);
    assertThat(report.get("verdict").asText())
        .as(report.get("tests").toString())
        .isEqualTo("untested");
    assertThat(report.at("/totals/passed").asInt()).isZero();
    assertThat(report.at("/totals/notRun").asInt()).isGreaterThan(80);
    assertThat(report.get("tests").findValuesAsText("reason"))
        .containsAnyOf("for now", "no server", "no store");
    assertThat(report.get("notShown")).extracting(JsonNode::asText).contains("C1", "C11", "P1");
    assertThat(folder.resolve(tests.getName()).resolve("junit.xml"))
        .content()
        .contains("errors=\"1\"")
        .contains("was not tested");
    assertThat(folder.resolve(tests.getName()).resolve("report.html"))
        .content()
        .contains("was not tested")
        .doesNotContain("keeps every rule");
  }

  @Test
  void whatFailedBeforeAnyTestRanIsReportedToo() throws IOException {
    run(
        Map.of(ContractReports.PROPERTY, folder.toString()),
        DiscoverySelectors.selectClass(WithBrokenServer.class));
    JsonNode report = report(WithBrokenServer.class);
    assertThat(report.get("verdict").asText()).isEqualTo("broken");
    assertThat(report.get("tests").findValuesAsText("reason"))
        .contains("the server does not start");
    assertThat(report.at("/totals/notRun").asInt()).isGreaterThan(80);
  }

  @Test
  void whoSwitchesThemesOffIsSaidToKeepAPartAndTheRulesOfTheOthersAreNamed() throws IOException {
    run(
        Map.of(ContractReports.PROPERTY, folder.toString()),
        DiscoverySelectors.selectClass(Abridged.class));
    JsonNode report = report(Abridged.class);
    assertThat(report.get("verdict").asText()).isEqualTo("partial");
    assertThat(report.at("/totals/passed").asInt()).isPositive();
    assertThat(report.get("notShown"))
        .extracting(JsonNode::asText)
        .contains("C7", "C8")
        .doesNotContain("C10");
    assertThat(report.get("tests").findValuesAsText("reason")).contains("it takes too long");
    assertThat(folder.resolve(Abridged.class.getName()).resolve("report.html"))
        .content()
        .containsPattern("Nothing was shown of .*C7, C8");
  }

  private static Class<?> theme(Class<?> contract, String name) {
    return List.of(contract.getDeclaredClasses()).stream()
        .filter(theme -> theme.getSimpleName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void nobodyWhoDidNotAskGetsAReport() throws IOException {
    run(
        Map.of(ContractReports.PROPERTY, ""),
        DiscoverySelectors.selectNestedClass(
            List.of(TheirTests.class), theme(TheirTests.class.getSuperclass(), "Names")));
    assertThat(folder).isEmptyDirectory();
  }
}
