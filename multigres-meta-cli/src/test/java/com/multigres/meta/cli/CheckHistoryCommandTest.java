package com.multigres.meta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code check-history}, on files as a run of the contract writes them. */
class CheckHistoryCommandTest {
  private static final String WRITTEN =
      "{\"client\":\"c1\",\"invoked\":1,\"returned\":2,\"call\":\"commit\",\"conditions\":[],"
          + "\"mutations\":[{\"path\":[\"a\"],\"value\":\"eA==\",\"expect\":\"any\"}],"
          + "\"ending\":\"done\",\"written\":[{\"path\":[\"a\"],\"version\":\"memory:1\"}]}";
  private static final String SEEN =
      "{\"client\":\"c2\",\"invoked\":3,\"returned\":4,\"call\":\"get\",\"path\":[\"a\"],"
          + "\"ending\":\"done\",\"nodes\":[{\"path\":[\"a\"],\"value\":\"eA==\",\"version\":\"memory:1\"}]}";
  private static final String MISSED =
      "{\"client\":\"c2\",\"invoked\":5,\"returned\":6,\"call\":\"get\",\"path\":[\"a\"],"
          + "\"ending\":\"done\",\"nodes\":[]}";

  private final Run.Caller caller = Run.Caller.bare();

  @TempDir private Path folder;

  private String history(String... lines) throws IOException {
    return Files.write(folder.resolve("history.jsonl"), List.of(lines)).toString();
  }

  @Test
  void aGoodHistoryPasses() throws IOException {
    Run run = caller.run("check-history", history(WRITTEN, SEEN));
    assertThat(run.status()).as(run.err() + run.out()).isZero();
    assertThat(run.lines()).containsExactly("2 operations", "nodes: passed");
  }

  @Test
  void aViolationNamesTheRuleAndTheOperationsThatShowIt() throws IOException {
    String file = history(WRITTEN, SEEN, MISSED);
    Run run = caller.run("check-history", "--think", "5s", file);
    assertThat(run.status()).as(run.err() + run.out()).isEqualTo(1);
    assertThat(run.lines()).anyMatch(line -> line.startsWith("nodes: VIOLATED T"));
    assertThat(run.lines()).anyMatch(line -> line.contains("[5 … 6] c2"));
    JsonNode nodes = caller.runJson("check-history", file).document().at("/parts/0");
    assertThat(nodes.get("verdict").asText()).isEqualTo("violated");
    assertThat(nodes.get("rule").asText()).startsWith("T");
    assertThat(nodes.get("smallest")).isNotEmpty();
  }

  @Test
  void whatIsNoHistoryIsToldInOneLineAndNeverPasses() throws IOException {
    Run missing = caller.run("check-history", folder.resolve("nowhere").toString());
    assertThat(missing.status()).isEqualTo(2);
    assertThat(missing.err().lines()).singleElement().asString().contains("nowhere");
    Run nonsense = caller.run("check-history", history("no history"));
    assertThat(nonsense.status()).isEqualTo(2);
    assertThat(nonsense.err().lines()).singleElement().asString().contains("history.jsonl");
    assertThat(caller.run("check-history", history()).status()).isEqualTo(2);
    assertThat(caller.run("check-history").status()).isEqualTo(2);
  }
}
