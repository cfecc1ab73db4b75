package com.multigres.meta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.multigres.meta.cli.run.Interruption;
import com.multigres.meta.memory.topo.MemoryTopoServer;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code conformance}, against stores in memory. */
class ConformanceCommandTest {
  private final String name = "cli" + UUID.randomUUID().toString().substring(0, 8);
  private final String uri = "memory://" + name + "/theirs";
  private final MemoryTopoServer server = MemoryTopoServer.named(name);
  private final Run.Caller caller = Run.Caller.bare();

  @TempDir private Path folder;

  @AfterEach
  void end() {
    server.close();
  }

  private void assertNothingLeft() {
    try (TopoStore all = TopoStores.open("memory://" + name)) {
      assertThat(all.list(TopoPath.root())).isEmpty();
    }
  }

  @Test
  void aGoodStoreEndsWithTheMatrixAndItsVerdict() {
    Run run =
        caller.run(
            "conformance", "--topo", uri, "--theme", "Nodes", "--no-measures", "--seed", "7");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.lines().get(0)).startsWith("RULE");
    assertThat(run.lines()).anyMatch(line -> line.matches("T7 .*kept"));
    assertThat(run.lines().get(run.lines().size() - 1))
        .contains(uri)
        .contains("0 broken")
        .contains("seed 7");
    assertThat(run.err()).contains("Nodes: ").contains("passed");
    assertNothingLeft();
  }

  @Test
  void withJsonTheReportIsTheOneDocument() {
    JsonNode report = caller.json("conformance", "--topo", uri, "--rule", "T8", "--no-measures");
    assertThat(report.get("schema").asInt()).isEqualTo(2);
    assertThat(report.get("verdict").asText()).isEqualTo("partial");
    assertThat(report.at("/settings/rules/0").asText()).isEqualTo("T8");
    assertThat(report.at("/subject/address").asText()).isEqualTo(uri);
  }

  @Test
  void aRunInWhichNoTestCouldRunHasAStatusOfItsOwn() {
    Run run = caller.run("conformance", "--topo", uri, "--theme", "Outages", "--no-measures");
    assertThat(run.status()).as(run.err()).isEqualTo(4);
    assertThat(run.lines().get(run.lines().size() - 1)).contains("was not tested");
  }

  @Test
  void theReportIsWrittenWhereItIsAskedFor() {
    Path report = folder.resolve("deep").resolve("report");
    Run run =
        caller.run(
            "conformance",
            "--catalog",
            "memory://" + name,
            "--theme",
            "Names",
            "--no-measures",
            "--report",
            report.toString());
    assertThat(run.status()).as(run.err() + run.out()).isZero();
    assertThat(run.err()).contains("wrote " + report.resolve("report.html"));
    assertThat(Files.exists(report.resolve("report.json"))).isTrue();
    assertThat(Files.exists(report.resolve("junit.xml"))).isTrue();
  }

  @Test
  void aStoreThatIsOutOfReachIsOneLineAndAStatusOfItsOwn() {
    Run run =
        caller.run(
            "conformance", "--topo", "postgresql://127.0.0.1:1/postgres#/x", "--timeout", "2s");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).singleElement().asString().contains("127.0.0.1:1");
  }

  @Test
  void exactlyOneStoreIsTested() {
    assertThat(caller.run("conformance").status()).isEqualTo(2);
    Run both = caller.run("conformance", "--topo", uri, "--catalog", "memory://" + name);
    assertThat(both.status()).isEqualTo(2);
    assertThat(both.err()).contains("only one");
    Run.Caller surrounded = Run.Caller.with("memory://else", "memory://where");
    assertThat(
            surrounded
                .run("conformance", "--topo", uri, "--rule", "T8", "--no-measures")
                .requireDone()
                .out())
        .contains(uri);
  }

  @Test
  void aThemeThatDoesNotExistIsRefusedWithThoseThatDo() {
    Run run = caller.run("conformance", "--topo", uri, "--theme", "Nodez");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("Nodez").contains("LockLosses");
  }

  @Test
  void anInterruptionRemovesWhatWasWritten() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Interruption interruption = new Interruption();
    CompletableFuture<Integer> status =
        CompletableFuture.supplyAsync(
            () ->
                new Run.Caller(Map.of(), List.of())
                    .status(
                        "",
                        out,
                        err,
                        interruption,
                        "conformance",
                        "--topo",
                        uri,
                        "--verbose",
                        "--no-measures"));
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> err.toString(StandardCharsets.UTF_8).contains("[4/"));
    interruption.ask();
    assertNothingLeft();
    assertThat(status.join()).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains(uri);
  }
}
