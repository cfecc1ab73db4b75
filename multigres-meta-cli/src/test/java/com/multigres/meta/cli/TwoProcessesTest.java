package com.multigres.meta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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

  private PostgresStores stores = new PostgresStores(POSTGRES.freshDatabase());

  @BeforeEach
  void addACell() {
    stores = new PostgresStores(POSTGRES.freshDatabase());
    stores.caller().run("cell", "add", "cell1").requireDone();
  }

  @Test
  void aCatalogWatchPrintsAnotherProcessesGenerationWithinASecond() throws Exception {
    stores.caller().run("catalog", "init").requireDone();
    try (CommandProcess watch =
        CommandProcess.start(stores.environment(), "catalog", "watch", "--output", "json")) {
      watch.awaitLine(line -> line.contains("\"full\""));
      stores.caller().run("database", "list").requireDone(); // so that this JVM is warm

      try (CommandProcess create =
          CommandProcess.start(stores.environment(), "database", "create", "db1")) {
        assertThat(create.awaitExit()).isZero();
      }
      String line =
          watch.awaitLine(Duration.ofSeconds(1), printed -> printed.contains("\"changed\""));

      JsonNode event = Json.read(line);
      assertThat(event.at("/position/generation").asLong()).isEqualTo(2);
      assertThat(event.at("/changes/0/name").asText()).isEqualTo("db1");
    }
  }

  @Test
  void theRecordOfASessionGoesWhenItsProcessIsKilled() {
    try (CommandProcess watch =
            CommandProcess.start(
                stores.environment(),
                "--topo",
                stores.topo().replace("/global", "/cell1"),
                "topo",
                "watch");
        CommandProcess session = CommandProcess.start(stores.environment(), REGISTER)) {
      session.awaitLine(line -> line.contains("registered multigateway-cell1-g1"));
      watch.awaitLine(Duration.ofSeconds(5), line -> line.startsWith("put"));

      session.kill();

      watch.awaitLine(Duration.ofSeconds(8), line -> line.startsWith("deleted"));
    }
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
