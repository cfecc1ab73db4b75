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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The report of a contract that somebody's tests inherit, run as any tests are. */
class ContractReportsTest {
  @TempDir private Path folder;

  /** What a backend's author writes, and a test of their own. */
  static final class TheirTests extends CatalogStoreContract {
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
    Path files = folder.resolve(TheirTests.class.getName());
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
