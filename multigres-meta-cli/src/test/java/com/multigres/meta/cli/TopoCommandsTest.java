package com.multigres.meta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class TopoCommandsTest {
  @RegisterExtension final MemoryStores stores = new MemoryStores();
  @TempDir Path folder;

  @Test
  void whatWasPutIsGot() {
    JsonNode put = stores.caller().json("topo", "put", "a/b", "hello");
    JsonNode got = stores.caller().json("topo", "get", "a/b");

    assertThat(got.get("path").toString()).isEqualTo("[\"a\",\"b\"]");
    assertThat(got.get("version")).isEqualTo(put.get("version"));
    assertThat(Base64.getDecoder().decode(got.get("value").asText())).asString().isEqualTo("hello");
    assertThat(got.get("record").isNull()).isTrue();
    assertThat(got.get("ephemeral").asBoolean()).isFalse();
    assertThat(names(got)).containsExactly("path", "version", "value", "record", "ephemeral");
  }

  private static List<String> names(JsonNode json) {
    return json.properties().stream().map(Map.Entry::getKey).toList();
  }

  @Test
  void aKnownRecordIsDecoded() {
    stores.caller().run("cell", "add", "zone1", "--address", "h:1").requireDone();

    JsonNode record = stores.caller().json("topo", "get", "zone1/local-toposerver").get("record");

    assertThat(record.get("kind").asText()).isEqualTo("cell");
    assertThat(record.get("name").asText()).isEqualTo("zone1");
    assertThat(record.get("addresses").toString()).isEqualTo("[\"h:1\"]");
    assertThat(record.get("root").asText()).isEqualTo("/multigres/cluster1/zone1");
  }

  @Test
  void aValueComesFromStandardInputOrAFileToo() throws Exception {
    Path file = Files.write(folder.resolve("value"), new byte[] {0, (byte) 0xff, 10});
    stores.caller().runWithInput("typed\n", "topo", "put", "typed").requireDone();
    stores.caller().run("topo", "put", "filed", "--file", file.toString()).requireDone();
    stores.caller().run("topo", "put", "coded", "AP8K", "--base64").requireDone();

    assertThat(stores.caller().run("topo", "get", "typed", "--raw").out()).isEqualTo("typed\n");
    assertThat(stores.caller().json("topo", "get", "filed").get("value").asText())
        .isEqualTo("AP8K");
    assertThat(stores.caller().json("topo", "get", "coded").get("value").asText())
        .isEqualTo("AP8K");
  }

  @Test
  void anExpectationThatFailsChangesNothing() {
    stores.caller().run("topo", "put", "n", "1").requireDone();
    String old = stores.caller().json("topo", "get", "n").get("version").asText();
    stores.caller().run("topo", "put", "n", "2").requireDone();

    Run absent = stores.caller().runJson("topo", "put", "n", "3", "--expect", "absent");
    Run stale = stores.caller().runJson("topo", "put", "n", "3", "--expect", old);
    Run removal = stores.caller().runJson("topo", "rm", "n", "--expect", old);

    assertThat(absent.status()).isEqualTo(1);
    assertThat(absent.document().at("/error/code").asText()).isEqualTo("NODE_EXISTS");
    assertThat(stale.document().at("/error/code").asText()).isEqualTo("BAD_VERSION");
    assertThat(removal.document().at("/error/code").asText()).isEqualTo("BAD_VERSION");
    assertThat(stores.caller().run("topo", "get", "n", "--raw").out()).isEqualTo("2");
  }

  @Test
  void childrenAreListedByNameAndNodesWithVersions() {
    stores.caller().run("topo", "put", "d/x", "1").requireDone();
    stores.caller().run("topo", "put", "d/y/z", "22").requireDone();

    JsonNode children = stores.caller().json("topo", "ls", "d", "--children");
    JsonNode nodes = stores.caller().json("topo", "ls", "d");

    assertThat(children.get("children").toString()).isEqualTo("[\"x\",\"y\"]");
    assertThat(nodes.get("nodes")).hasSize(2);
    assertThat(nodes.at("/nodes/1/path").toString()).isEqualTo("[\"d\",\"y\",\"z\"]");
    assertThat(nodes.at("/nodes/1/bytes").asInt()).isEqualTo(2);
  }

  @Test
  void aTreeIsRemovedWholeAndOnlyWhenAskedTo() {
    stores.caller().run("topo", "put", "t/a", "1").requireDone();
    stores.caller().run("topo", "put", "t/b", "1").requireDone();

    Run directory = stores.caller().run("topo", "rm", "t");
    Run whole = stores.caller().runJson("topo", "rm", "t", "--recursive");

    assertThat(directory.status()).isEqualTo(1);
    assertThat(whole.document().get("removed").asInt()).isEqualTo(2);
    assertThat(stores.caller().json("topo", "ls").get("nodes")).isEmpty();
  }

  @Test
  void copyingATreeTwiceEqualsCopyingItOnce() {
    String there = "memory://copy-" + UUID.randomUUID() + "/x";
    try (var keeper = TopoStores.open(there)) {
      stores.caller().run("topo", "put", "a", "1").requireDone();
      stores.caller().run("topo", "put", "b/c", "2").requireDone();

      JsonNode first =
          stores.caller().json("topo", "copy", "--from", stores.topo(), "--to", there, "--verify");
      JsonNode second =
          stores.caller().json("topo", "copy", "--from", stores.topo(), "--to", there, "--verify");

      assertThat(first.get("copied").asInt()).isEqualTo(2);
      assertThat(second.get("copied").asInt()).isZero();
      assertThat(second.get("unchanged").asInt()).isEqualTo(2);
      assertThat(keeper.list(TopoPath.root())).hasSize(2);
    }
  }

  @Test
  void aNameWithASlashSurvivesTheWayThere() {
    stores.caller().run("topo", "put", "a%2Fb/c", "1").requireDone();

    assertThat(stores.caller().json("topo", "get", "a%2Fb/c").get("path").toString())
        .isEqualTo("[\"a/b\",\"c\"]");
  }

  @Test
  void whatIsNotBase64IsRefusedAndNotWritten() {
    for (String wrong : new String[] {"###", "aGVs*bG8="}) {
      Run put = stores.caller().run("topo", "put", "a/d", "--base64", wrong);

      assertThat(put.status()).isEqualTo(2);
      assertThat(put.err()).contains("base64");
    }
    assertThat(stores.caller().run("topo", "get", "a/d").status()).isEqualTo(1);
  }
}
