package com.multigres.meta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.multigres.meta.cli.run.Interruption;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.model.component.PoolerType;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topology.CellTopology;
import com.multigres.meta.topology.TopoLayout;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whose record it is. */
class ComponentCommandsTest {
  @RegisterExtension final MemoryStores stores = new MemoryStores();

  @BeforeEach
  void addACell() {
    stores.caller().run("cell", "add", "cell1").requireDone();
  }

  private static String[] gateway(String host, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("component", "register", "--type", "gateway", "--cell", "cell1", "--name"));
    words.addAll(List.of("g1", "--host", host, "--port", "grpc=1"));
    words.addAll(Arrays.asList(more));
    return words.toArray(String[]::new);
  }

  private String standingHost() {
    return stores.caller().json("component", "list").at("/components/0/hostname").asText();
  }

  @Test
  void anIdThatStandsForAnotherHostIsNotWrittenOver() {
    stores.caller().run(gateway("here")).requireDone();

    Run text = stores.caller().run(gateway("elsewhere"));
    Run port = stores.caller().runJson(gateway("here", "http=2"));

    assertThat(text.status()).isEqualTo(1);
    assertThat(text.err())
        .isEqualTo(
            "multigres-meta: NODE_EXISTS: component multigateway-cell1-g1 is registered already, at"
                + " here grpc=1; --replace writes over it\n");
    assertThat(port.document().at("/error/code").asText()).isEqualTo("NODE_EXISTS");
    assertThat(standingHost()).isEqualTo("here");
  }

  @Test
  void whoSaysSoWritesOverIt() {
    stores.caller().run(gateway("here")).requireDone();

    JsonNode replaced = stores.caller().json(gateway("elsewhere", "--replace"));

    assertThat(replaced.get("changed").asBoolean()).isTrue();
    assertThat(standingHost()).isEqualTo("elsewhere");
  }

  @Test
  void sayingTheSameAgainChangesNothing() {
    stores.caller().run(gateway("here")).requireDone();

    assertThat(stores.caller().json(gateway("here")).get("changed").asBoolean()).isFalse();
  }

  @Test
  void aPoolerThatWasAppointedStaysPrimary() {
    String[] pooler =
        "component register --type pooler --cell cell1 --name p1 --host h --port grpc=1 --shard 0-inf"
            .split(" ");
    stores.caller().run(pooler).requireDone();
    ComponentId id = new ComponentId(ComponentType.POOLER, "cell1", "p1");
    try (TopoStore store = TopoStores.open(stores.topo().replace("/global", "/cell1"))) {
      CellTopology.of("cell1", store, TopoLayout.CANONICAL)
          .poolers()
          .update(id, old -> old.toBuilder().type(PoolerType.PRIMARY).build());
    }

    assertThat(stores.caller().json(pooler).get("changed").asBoolean()).isFalse();

    assertThat(stores.caller().json("component", "list").at("/components/0/type").asText())
        .isEqualTo("PRIMARY");
  }

  /** A session in the background, which goes on until it is told to end. */
  private final class Session implements AutoCloseable {
    private final Interruption interruption = new Interruption();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CompletableFuture<Integer> status;

    Session(String... words) {
      status =
          CompletableFuture.supplyAsync(
              () -> stores.caller().status("", out, err, interruption, words));
      await().until(() -> status.isDone() || out().contains("until interrupted"));
    }

    String out() {
      return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
      return err.toString(StandardCharsets.UTF_8);
    }

    int end() {
      await().until(status::isDone);
      return status.join();
    }

    @Override
    public void close() {
      interruption.ask();
      end();
    }
  }

  @Test
  void aSessionWhoseRecordIsTakenOverSaysSoAndEnds() {
    try (Session first = new Session(gateway("here", "--session"));
        Session second = new Session(gateway("there", "--session", "--on-conflict", "take_over"))) {
      assertThat(first.end()).isEqualTo(1);
      assertThat(first.err())
          .isEqualTo(
              "multigres-meta: SESSION_LOST: component multigateway-cell1-g1 is not registered by"
                  + " this process any more: somebody else took its record over (T21)\n");
      assertThat(second.status.isDone()).isFalse();
      assertThat(standingHost()).isEqualTo("there");
    }
    assertThat(stores.caller().json("component", "list").get("components")).isEmpty();
  }

  @Test
  void aSessionsRecordIsNobodyElses() {
    try (Session first = new Session(gateway("here", "--session"))) {
      for (String[] other :
          List.of(gateway("here"), gateway("there", "--replace"), gateway("there", "--session"))) {
        Run refused = stores.caller().run(other);

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err())
            .hasLineCount(1)
            .contains(
                "NODE_EXISTS: component multigateway-cell1-g1 is registered already, by a process"
                    + " that lives, at here grpc=1; --session --on-conflict take_over");
      }
      assertThat(first.status.isDone()).isFalse();
    }
  }

  @Test
  void aRecordThatStaysIsTakenOverByASessionOnlyWhenItIsTold() {
    stores.caller().run(gateway("here")).requireDone();

    Run refused = stores.caller().run(gateway("here", "--session"));

    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err())
        .hasLineCount(1)
        .contains("component multigateway-cell1-g1 is registered already, at here grpc=1");
    assertThat(standingHost()).isEqualTo("here");
  }
}
