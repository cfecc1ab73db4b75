package com.multigres.meta.testkit.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.memory.catalog.MemoryCatalogs;
import com.multigres.meta.memory.topo.MemoryTopoServer;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.Seed;
import com.multigres.meta.testkit.report.Ink;
import com.multigres.meta.testkit.report.Latency;
import com.multigres.meta.testkit.report.Limit;
import com.multigres.meta.testkit.report.Outcome;
import com.multigres.meta.testkit.report.Report;
import com.multigres.meta.testkit.report.ReportText;
import com.multigres.meta.testkit.report.TestResult;
import com.multigres.meta.testkit.report.Verdict;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The runner, against stores in memory that outlive it. */
class ConformanceTest {
  private static final RunOptions NODES =
      RunOptions.usual().withMeasures(false).withOnly(List.of("Nodes"), List.of());

  private final String name = "run" + UUID.randomUUID().toString().substring(0, 8);
  private final String uri = "memory://" + name + "/theirs";
  private final MemoryTopoServer server = MemoryTopoServer.named(name);

  @AfterEach
  void end() {
    server.close();
    MemoryCatalogs.forget(name);
  }

  private Report run(String address, RunOptions options) {
    return Conformance.topology(address, StoreOptions.defaults(), options).run(Progress.none());
  }

  private List<Node> everything() {
    try (TopoStore all = TopoStores.open("memory://" + name)) {
      return all.list(TopoPath.root());
    }
  }

  @Test
  void aGoodStoreKeepsEveryRuleOfTheThemesThatDoNotWaitForTime() {
    List<String> themes =
        List.of("Paths", "Nodes", "Lists", "Batches", "Watches", "Guards", "Model", "Recorded");
    Report report = runBesideTheirs(RunOptions.usual().withOnly(themes, List.of()));
    assertThat(report.verdict()).isEqualTo(Verdict.PARTIAL);
    assertThat(report.count(Outcome.PASSED)).isGreaterThan(55);
    assertThat(report.themes()).containsOnlyKeys(themes);
    assertThat(report.histories())
        .isNotEmpty()
        .allSatisfy(history -> assertThat(history.operations()).isGreaterThan(500));
  }

  @Test
  @Tag("long")
  void aGoodStoreKeepsEveryRuleThatCanBeCheckedFromOutside() {
    Report report = runBesideTheirs(RunOptions.usual());
    assertThat(report.verdict()).isEqualTo(Verdict.CONFORMS);
    assertThat(report.count(Outcome.PASSED)).isGreaterThan(120);
    assertThat(report.rules()).hasSizeGreaterThan(30);
  }

  /** Where somebody's node lies, which must be the only one afterwards. */
  private Report runBesideTheirs(RunOptions options) {
    try (TopoStore theirs = TopoStores.open(uri)) {
      theirs.write(TopoPath.of("kept"), ByteString.EMPTY, Expect.absent());
    }
    Report report = run(uri, options.withMeasures(false));
    assertThat(report.tests())
        .filteredOn(test -> test.outcome() == Outcome.BROKEN)
        .extracting(TestResult::name, TestResult::reason)
        .isEmpty();
    assertThat(report.rules()).allSatisfy(rule -> assertThat(rule.title()).isNotEmpty());
    assertThat(report.notes()).isEmpty();
    assertThat(everything())
        .extracting(node -> node.path().toString())
        .containsExactly("theirs/kept");
    return report;
  }

  @Test
  void aTestThatCannotRunSaysWhy() {
    Report report =
        run(
            uri,
            RunOptions.usual()
                .withMeasures(false)
                .withOnly(List.of("Outages", "Concurrency"), List.of()));
    assertThat(report.tests())
        .filteredOn(test -> test.outcome() == Outcome.NOT_RUN)
        .isNotEmpty()
        .allSatisfy(test -> assertThat(test.reason()).isNotBlank())
        .anySatisfy(test -> assertThat(test.lacking()).isEqualTo("fault CUT"))
        .anySatisfy(test -> assertThat(test.reason()).contains("--long"));
  }

  @Test
  void whereNoTestCouldRunNothingIsSaidToBeKept() {
    Report report = run(uri, NODES.withOnly(List.of("Outages"), List.of()));
    assertThat(report.tests())
        .isNotEmpty()
        .allSatisfy(test -> assertThat(test.outcome()).isEqualTo(Outcome.NOT_RUN));
    assertThat(report.verdict()).isEqualTo(Verdict.UNTESTED);
    assertThat(report.verdict().exitStatus()).isEqualTo(4);
    assertThat(report.notShown()).contains("T17");
    assertThat(ReportText.of(report, Ink.none()))
        .anyMatch(line -> line.matches(" *(T\\d+ )*T17( T\\d+)*"))
        .last()
        .asString()
        .contains("was not tested");
  }

  @Test
  void whereNoProxyCanStandTheAccidentsAreToldAsNotArranged() {
    Report report = run(uri, NODES.withFaults(true).withOnly(List.of("Outages"), List.of()));
    assertThat(report.faults())
        .allSatisfy(fault -> assertThat(fault.offered()).as(fault.fault()).isFalse())
        .anySatisfy(
            fault -> {
              assertThat(fault.fault()).isEqualTo("CUT");
              assertThat(fault.whyNot()).contains("names no host with its port");
              assertThat(fault.notRun()).isNotEmpty();
            });
  }

  @Test
  void aBrokenStoreIsFoundOutAndTheRuleNamed() {
    Report report = run("careless://" + name + "/theirs", NODES);
    assertThat(report.verdict()).isEqualTo(Verdict.BROKEN);
    assertThat(report.tests())
        .filteredOn(test -> test.name().equals("aStaleVersionIsRefused"))
        .singleElement()
        .satisfies(
            test -> {
              assertThat(test.outcome()).isEqualTo(Outcome.BROKEN);
              assertThat(test.rules()).containsExactly("T7");
              assertThat(test.reason()).contains("BAD_VERSION");
              assertThat(test.trace()).contains("NodeRules");
            });
    assertThat(everything()).isEmpty();
  }

  @Test
  void aThemeAndARuleCanBePickedWhateverTheirCase() {
    Report report = run(uri, NODES.withOnly(List.of("nodes"), List.of("t8")));
    assertThat(report.verdict()).isEqualTo(Verdict.PARTIAL);
    assertThat(report.tests()).isNotEmpty();
    assertThat(report.tests())
        .allSatisfy(
            test -> {
              assertThat(test.theme()).isEqualTo("Nodes");
              assertThat(test.rules()).contains("T8");
            });
  }

  @Test
  void whatTheContractHasNotIsRefusedByName() {
    assertThatThrownBy(() -> run(uri, NODES.withOnly(List.of("Nodez"), List.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no theme 'Nodez'")
        .hasMessageContaining("Nodes");
    assertThatThrownBy(() -> run(uri, NODES.withOnly(List.of(), List.of("T99"))))
        .hasMessageContaining("no rule 'T99'");
    assertThatThrownBy(() -> run(uri, NODES.withOnly(List.of("Nodes"), List.of("T22"))))
        .hasMessageContaining("no test");
  }

  @Test
  void aSeedRepeatsEveryRandomStepAndIsTakenBack() {
    String before = System.getProperty(Seed.PROPERTY, "none");
    Report report = run(uri, NODES.withOnly(List.of("Model"), List.of()).withSeed(4711));
    assertThat(report.settings().seed()).isEqualTo(4711);
    assertThat(report.count(Outcome.PASSED)).isEqualTo(report.tests().size());
    assertThat(System.getProperty(Seed.PROPERTY, "none")).isEqualTo(before);
  }

  @Test
  void limitsAndLatenciesAreFoundByTrying() {
    Report report = run(uri, NODES.withOnly(List.of(), List.of("T8")).withMeasures(true));
    int declared;
    try (TopoStore theirs = TopoStores.open(uri)) {
      declared = theirs.capabilities().maxValueBytes();
    }
    assertThat(report.limits())
        .filteredOn(limit -> limit.what().equals("a value"))
        .singleElement()
        .satisfies(
            limit -> {
              assertThat(limit.declared()).hasValue(declared);
              assertThat(limit.accepted()).isEqualTo(declared);
              assertThat(limit.refused()).hasValue(declared + 1L);
              assertThat(limit.refusal()).isEqualTo("TOO_LARGE");
            });
    assertThat(report.limits()).extracting(Limit::accepted).allMatch(accepted -> accepted > 0);
    assertThat(report.latencies()).extracting(Latency::operation).contains("Read a node");
    assertThat(report.latencies())
        .allSatisfy(
            latency -> {
              assertThat(latency.count()).isPositive();
              assertThat(latency.least()).isLessThanOrEqualTo(latency.p50());
              assertThat(latency.p50()).isLessThanOrEqualTo(latency.most());
              assertThat(latency.buckets().stream().mapToLong(Latency.Bucket::count).sum())
                  .isEqualTo(latency.count());
            });
    assertThat(everything()).isEmpty();
  }

  @Test
  void whoeverEndsARunEarlyFindsNothingLeft() {
    Conformance run =
        Conformance.topology(uri, StoreOptions.defaults(), RunOptions.usual().withMeasures(false));
    CountDownLatch begun = new CountDownLatch(5);
    Progress counting =
        new Progress() {
          @Override
          public void ended(TestResult result, int done, int of) {
            begun.countDown();
          }
        };
    CompletableFuture<Report> report = CompletableFuture.supplyAsync(() -> run.run(counting));
    Patience.eventually().until(() -> begun.getCount() == 0);
    run.cancel();
    assertThat(everything()).isEmpty();
    assertThat(report.join().verdict()).isEqualTo(Verdict.INTERRUPTED);
    assertThat(report.join().interrupted()).isTrue();
  }

  @Test
  void aStoreThatDoesNotAnswerIsToldAtOnce() {
    server.stop();
    assertThatThrownBy(() -> Conformance.topology(uri, StoreOptions.defaults(), NODES))
        .isInstanceOf(TopoException.class)
        .hasMessageContaining("memory://" + name);
  }

  @Test
  void progressNamesEachThemeAndWhatBroke() {
    List<String> lines = new ArrayList<>();
    Conformance.topology("careless://" + name, StoreOptions.defaults(), NODES)
        .run(new SpokenProgress(lines::add, false));
    assertThat(lines)
        .anyMatch(line -> line.contains("BROKEN T7 Nodes.aStaleVersionIsRefused"))
        .last()
        .asString()
        .matches("\\[\\d+/\\d+] Nodes: \\d+ passed, \\d+ broken");
  }

  @Test
  void aCatalogIsTestedBesideTheOneThatLiesThere() {
    String catalog = "memory://" + name;
    try (CatalogStore theirCatalog = CatalogStores.open(catalog)) {
      theirCatalog.initialise();
      Report report =
          Conformance.catalog(
                  catalog, StoreOptions.defaults(), RunOptions.usual().withMeasures(false))
              .run(Progress.none());
      assertThat(report.tests())
          .filteredOn(test -> test.outcome() == Outcome.BROKEN)
          .extracting(TestResult::name, TestResult::reason)
          .isEmpty();
      assertThat(report.verdict()).isEqualTo(Verdict.CONFORMS);
      assertThat(report.count(Outcome.PASSED)).isGreaterThan(80);
      assertThat(report.capabilities())
          .filteredOn(capability -> capability.name().equals("STANDBY_READS"))
          .singleElement()
          .satisfies(
              capability -> {
                assertThat(capability.present()).isFalse();
                assertThat(capability.refusals()).isNotEmpty();
              });
      assertThat(report.notes()).isEmpty();
      assertThat(theirCatalog.read().position().generation()).isEqualTo(1);
    }
  }

  @Test
  void theNameOfAnotherCatalogIsPlain() {
    assertThatThrownBy(
            () ->
                CatalogStores.removeElsewhere(
                    "memory://" + name, StoreOptions.defaults(), "a; DROP"))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("a; DROP");
  }
}
