package com.multigres.meta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.multigres.meta.cli.output.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command {@code demo} as a process, with whatever temporary files it makes in our sight. */
class DemoTest {
  private static final Path EXAMPLE = Path.of("..", "examples", "cluster.yaml").toAbsolutePath();

  @TempDir Path temporary;
  @TempDir Path folder;

  private CommandProcess demo(String... words) {
    List<String> all = new ArrayList<>(List.of("demo"));
    all.addAll(List.of(words));
    return CommandProcess.start(
        Main.class, List.of("-Djava.io.tmpdir=" + temporary), Map.of(), all.toArray(String[]::new));
  }

  private List<String> lines(String... words) {
    try (CommandProcess demo = demo(words)) {
      assertThat(demo.awaitExit()).as("%s", demo.err()).isZero();
      assertThat(demo.err())
          .satisfiesExactly(
              note -> assertThat(note).startsWith("starting a PostgreSQL"),
              note -> assertThat(note).matches("PostgreSQL \\d+ runs at 127.0.0.1:\\d+"));
      return demo.out();
    }
  }

  private JsonNode document(String... words) throws JsonProcessingException {
    List<String> all = new ArrayList<>(List.of("--output", "json"));
    all.addAll(List.of(words));
    List<String> lines = lines(all.toArray(String[]::new));
    assertThat(lines).hasSize(1);
    return Json.read(lines.get(0));
  }

  private static List<String> told(JsonNode document) {
    List<String> told = new ArrayList<>();
    document
        .get("steps")
        .findValues("lines")
        .forEach(of -> of.forEach(one -> told.add(one.asText())));
    return told;
  }

  @Test
  void itLivesAClustersLifeInOrderAndLeavesNothingBehind() throws IOException {
    List<String> lines = lines();

    assertThat(lines.stream().filter(line -> line.matches("\\d+\\. .*")))
        .containsExactly(
            "1. Initialise the cluster",
            "2. Start a pooler, gateways and orchestrators",
            "3. Create the catalog in Postgres",
            "4. Elect a primary",
            "5. Serve through the gateway",
            "6. CREATE DATABASE",
            "7. CREATE TABLEGROUP, and a table in it",
            "8. Split a shard, and merge it again",
            "9. DROP DATABASE");
    int end = lines.indexOf("In other words, cluster cluster1 has");
    assertThat(lines.subList(end + 1, lines.size()))
        .extracting(line -> line.replaceAll("  #.*", ""))
        .containsExactlyElementsOf(StoryTest.TREE);
    assertNothingIsLeft();
  }

  @Test
  void theTopologyCanLiveOnAZooKeeperOfItsOwn() throws IOException {
    try (CommandProcess demo = demo("--topo-server", "zookeeper")) {
      assertThat(demo.awaitExit()).as("%s", demo.err()).isZero();
      assertThat(demo.err()).anyMatch(note -> note.startsWith("starting a ZooKeeper"));
      List<String> lines = demo.out();
      int end = lines.indexOf("In other words, cluster cluster1 has");
      assertThat(lines.subList(end + 1, lines.size()))
          .extracting(line -> line.replaceAll("  #.*", ""))
          .containsExactlyElementsOf(StoryTest.TREE);
    }
    assertNothingIsLeft();
  }

  @Test
  void aTopologyElsewhereIsNotKept() throws IOException {
    String kept = folder.resolve("kept").toString();
    try (CommandProcess demo = demo("--topo-server", "zookeeper", "--data-dir", kept)) {
      assertThat(demo.awaitExit()).isEqualTo(2);
      assertThat(demo.err()).singleElement().asString().contains("BAD_INPUT", "--data-dir");
    }
  }

  private void assertNothingIsLeft() throws IOException {
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void itDoesTheSameForAManifest() throws IOException {
    JsonNode end = document("-f", EXAMPLE.toString()).get("end");

    assertThat(end.get("cluster").asText()).isEqualTo("shop");
    assertThat(end.get("namespace").asText()).isEqualTo("shops");
    assertThat(end.at("/topology/cells").findValuesAsText("name")).contains("zone-a", "zone-b");
    assertThat(end.at("/topology/databases").findValuesAsText("name"))
        .contains("orders", "postgres");
    JsonNode orders = end.at("/catalog/databases/0");
    assertThat(orders.get("name").asText()).isEqualTo("orders");
    assertThat(orders.at("/tableGroups/1/name").asText()).isEqualTo("lines");
    assertThat(orders.at("/tableGroups/1/shards").findValuesAsText("name"))
        .containsExactly("0-4", "4-8", "8-inf");
    assertThat(end.at("/catalog/databases").findValuesAsText("state")).containsOnly("READY");
    assertNothingIsLeft();
  }

  @Test
  void aManifestThatCannotBeReadStartsNoServer() throws IOException {
    Path file = Files.writeString(folder.resolve("bad.yaml"), "a: b\n c: [\n");
    try (CommandProcess demo = demo("-f", file.toString())) {
      assertThat(demo.awaitExit()).isEqualTo(1);
      assertThat(demo.err()).singleElement().asString().contains("BAD_MANIFEST", file + ":");
    }
    assertNothingIsLeft();
  }

  @Test
  void aFolderOfSomebodyElseIsWrongUsageAndStaysAsItIs() throws IOException {
    Path own = Files.writeString(folder.resolve("notes.txt"), "mine");

    for (Path given : List.of(folder, own)) {
      try (CommandProcess demo = demo("--data-dir", given.toString())) {
        assertThat(demo.awaitExit()).as("%s", demo.err()).isEqualTo(2);
        assertThat(demo.err()).last().asString().contains("BAD_INPUT: " + given + " is n");
        assertThat(demo.out()).isEmpty();
      }
    }

    assertThat(listed(folder)).containsExactly(own);
    assertThat(own).hasContent("mine");
    assertNothingIsLeft();
  }

  @Test
  void aFolderThatAnotherDemoWorksInIsLeftToIt() throws IOException {
    Path kept = folder.resolve("kept");
    try (CommandProcess first = demo("--data-dir", kept.toString())) {
      first.awaitLine(line -> line.startsWith("1. "));

      try (CommandProcess second = demo("--data-dir", kept.toString())) {
        assertThat(second.awaitExit()).isEqualTo(1);
        assertThat(second.err()).last().asString().contains("runs in " + kept + " already");
      }

      assertThat(first.awaitExit()).as("%s", first.err()).isZero();
    }
  }

  @Test
  void onAKeptFolderItGoesOnAndSaysWhatItFound() throws IOException {
    Path kept = folder.resolve("kept");
    JsonNode first = document("--data-dir", kept.toString());
    Path own = Files.writeString(kept.resolve("notes.txt"), "mine");
    List<Path> inside = listed(kept);

    JsonNode second = document("--data-dir", kept.toString());

    assertThat(told(first)).noneMatch(DemoTest::isFoundBefore);
    assertThat(told(second).stream().filter(line -> !isFoundBefore(line)))
        .as("lines that tell of nothing that was done")
        .allMatch(
            line ->
                line.startsWith("/multigres/cluster1/cell1: poolers/")
                    || line.startsWith("a connection without a database name"));
    assertThat(second.get("end")).isEqualTo(first.get("end"));
    assertThat(listed(kept)).isEqualTo(inside);
    assertThat(own).hasContent("mine");
  }

  private static boolean isFoundBefore(String line) {
    return line.contains("already") || line.contains("in an earlier run");
  }

  private static List<Path> listed(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.sorted().toList();
    }
  }

  @Test
  void aKeptFolderIsOneClusters() throws IOException {
    Path kept = folder.resolve("kept");
    JsonNode first = document("--data-dir", kept.toString());

    try (CommandProcess other = demo("-f", EXAMPLE.toString(), "--data-dir", kept.toString())) {
      assertThat(other.awaitExit()).isEqualTo(1);
      assertThat(other.out()).isEmpty();
      assertThat(other.err())
          .last()
          .asString()
          .contains("kept holds the demo of cluster cluster1; give that of shop a folder");
    }
    assertThat(document("--data-dir", kept.toString()).get("end")).isEqualTo(first.get("end"));
  }

  @ParameterizedTest(name = "{0} while {1}")
  @CsvSource({
    "TERM, its server is made, 143",
    "INT, its server is made, 130",
    "TERM, it tells its story, 143",
    "INT, it tells its story, 130",
  })
  void aSignalEndsItQuietlyAndLeavesNothing(String signal, String when, int status) {
    try (CommandProcess demo = demo()) {
      assumeFalse(
          signal.equals("INT") && demo.ignoresInterrupts(),
          "NOT RUN: SIGINT is ignored by whoever runs these tests, and env knows no --default-signal");
      if (when.startsWith("its server")) {
        awaitHome();
      } else {
        demo.awaitLine(line -> line.startsWith("6. "));
      }

      demo.signal(signal);

      assertThat(demo.awaitExit()).isEqualTo(status);
      Predicate<String> note = line -> line.startsWith("starting") || line.contains(" runs at ");
      assertThat(demo.err()).allMatch(note);
      assertThat(demo.out()).noneMatch(line -> line.startsWith("In other words"));
    }
    await().atMost(Duration.ofSeconds(30)).untilAsserted(this::assertNothingIsLeft);
  }

  private void awaitHome() {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              try (Stream<Path> inside = Files.list(temporary)) {
                return inside.anyMatch(home -> Files.exists(home.resolve("password")));
              }
            });
  }
}
