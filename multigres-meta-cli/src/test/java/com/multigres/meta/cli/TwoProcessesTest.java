package com.multigres.meta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.multigres.meta.cli.CommandProcess.Line;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.testservers.PostgresExtension;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TwoProcessesTest {
  @RegisterExtension static final PostgresExtension POSTGRES = PostgresExtension.shared();

  private static final String[] REGISTER = {
    "component",
    "register",
    "--type",
    "gateway",
    "--cell",
    "cell1",
    "--name",
    "g1",
    "--host",
    "h",
    "--port",
    "grpc=1",
    "--session",
    "--ttl",
    "3s"
  };

  /** A second is what it takes; a machine that does other things as well is given more. */
  private static final Duration SOON = Duration.ofSeconds(5);

  /** A killed process's record stands for its time to live, and the store's slack of 2 s (T18). */
  private static final Duration TTL_AND_SLACK = Duration.ofSeconds(5);

  private final PostgresStores stores = new PostgresStores(POSTGRES.freshDatabase());

  @BeforeEach
  void makeACluster() {
    stores.caller().initialiseCluster();
  }

  @Test
  void aCatalogWatchPrintsAnotherProcessesGenerationAtOnce() throws Exception {
    stores.caller().run("catalog", "init").requireDone();
    try (CommandProcess watch =
            CommandProcess.start(stores.environment(), "catalog", "watch", "--output", "json");
        CommandProcess create = createOnce(watch)) {
      Line acknowledged = create.awaitTimed(line -> line.startsWith("created database db1"));
      Line told = watch.awaitTimed(line -> line.contains("\"changed\""));

      assertPromptly("the new generation was printed", told.since(acknowledged), SOON);
      JsonNode event = Json.read(told.text());
      assertThat(event.at("/position/generation").asLong()).isEqualTo(2);
      assertThat(event.at("/changes/0/name").asText()).isEqualTo("db1");
      assertThat(create.awaitExit()).isZero();
    }
  }

  /** Once the other process watches. */
  private CommandProcess createOnce(CommandProcess watch) {
    watch.awaitLine(line -> line.contains("\"full\""));
    return CommandProcess.start(stores.environment(), "database", "create", "db1");
  }

  private static void assertPromptly(String what, Duration took, Duration most) {
    System.out.println(what + " " + took.toMillis() + " ms later");
    assertThat(took).as(what).isLessThan(most);
  }

  @Test
  void aTopoWatchPrintsWhatASessionRegistersAndThatItGoesWithItsKilledProcess() {
    try (CommandProcess watch =
            CommandProcess.start(
                stores.environment(),
                "--topo",
                stores.topo().replace("/global", "/cell1"),
                "topo",
                "watch");
        CommandProcess session = registerOnce(watch)) {
      Line acknowledged = session.awaitTimed(line -> line.startsWith("registered multigateway"));
      Line told = watch.awaitTimed(line -> line.startsWith("put"));
      assertPromptly("the registered record was printed", told.since(acknowledged), SOON);

      Line killed = new Line("", System.nanoTime());
      session.kill();

      Line gone = watch.awaitTimed(line -> line.startsWith("deleted"));
      assertPromptly(
          "the killed process's record was gone", gone.since(killed), TTL_AND_SLACK.plus(SOON));
    }
  }

  private CommandProcess registerOnce(CommandProcess watch) {
    watch.awaitLine(line -> line.startsWith("in sync"));
    return CommandProcess.start(stores.environment(), REGISTER);
  }

  @Test
  void theRecordOfASessionGoesAtOnceWhenItsProcessIsInterrupted() {
    try (CommandProcess session = CommandProcess.start(stores.environment(), REGISTER)) {
      session.awaitLine(line -> line.contains("registered multigateway-cell1-g1"));
      assertThat(stores.caller().json("component", "list").get("components")).hasSize(1);

      session.terminate();

      assertThat(session.awaitExit()).isEqualTo(143);
      assertThat(session.err()).contains("removed multigateway-cell1-g1");
      assertThat(stores.caller().json("component", "list").get("components")).isEmpty();
    }
  }

  @Test
  void whatOneProcessWroteAnotherReads() {
    try (CommandProcess put =
        CommandProcess.start(stores.environment(), "topo", "put", "note", "hello")) {
      assertThat(put.awaitExit()).isZero();
    }
    try (CommandProcess get =
        CommandProcess.start(stores.environment(), "topo", "get", "note", "--raw")) {
      assertThat(get.awaitExit()).isZero();
      assertThat(get.out()).containsExactly("hello");
    }
  }
}
