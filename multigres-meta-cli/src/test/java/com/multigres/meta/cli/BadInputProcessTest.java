package com.multigres.meta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.multigres.meta.testservers.PostgresExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bad input, given to the command as a process: one line that says what and where, exit status 1 or
 * 2, and nothing changed.
 */
class BadInputProcessTest {
  @RegisterExtension static final PostgresExtension POSTGRES = PostgresExtension.shared();

  @TempDir Path folder;

  private final PostgresStores stores = new PostgresStores(POSTGRES.freshDatabase());
  private List<JsonNode> before = List.of();

  @BeforeEach
  void makeACluster() {
    stores.caller().initialiseCluster();
    stores.caller().run("catalog", "init").requireDone();
    before = state();
  }

  private List<JsonNode> state() {
    return List.of(
        stores.caller().json("catalog", "show"), stores.caller().json("topo", "ls").get("nodes"));
  }

  private void assertRefused(
      int status, Map<String, String> environment, List<String> words, String... said) {
    try (CommandProcess refused = CommandProcess.start(environment, words.toArray(String[]::new))) {
      assertThat(refused.awaitExit()).as("%s", refused.err()).isEqualTo(status);
      assertThat(refused.out()).isEmpty();
      assertThat(refused.err())
          .singleElement()
          .asString()
          .startsWith("multigres-meta: ")
          .contains(said);
    }
    assertThat(state()).isEqualTo(before);
  }

  private void assertRefused(List<String> words, String... said) {
    assertRefused(1, stores.environment(), words, said);
  }

  private void assertMalformed(List<String> words, String... said) {
    assertRefused(2, stores.environment(), words, said);
  }

  @Test
  void aManifestThatIsNotYaml() throws IOException {
    Path file = Files.writeString(folder.resolve("bad.yaml"), "kind: [\nname: }\n");

    assertRefused(List.of("cluster", "init", "-f", file.toString()), "BAD_MANIFEST", file + ":");
    assertRefused(List.of("drift", "-f", file.toString()), "BAD_MANIFEST", file + ":");
  }

  @Test
  void aNameOf64Bytes() {
    String name = "n".repeat(64);

    assertMalformed(List.of("database", "create", name), name, "has 64 bytes", "C10");
    assertMalformed(List.of("sql", "CREATE DATABASE " + name), name, "64 bytes");
  }

  @Test
  void aRangeWhoseEndIsBeforeItsStart() {
    String said = "'8-4' is not a key range";

    assertMalformed(List.of("tablegroup", "create", "postgres/tg1", "--shards", "8-4"), said);
    assertMalformed(
        List.of("shard", "split", "postgres/default/0-inf", "--into", "8-4"), said, "C2");
  }

  @Test
  void anAddressOfAnUnknownScheme() {
    assertMalformed(List.of("--topo", "ftp://h/x", "topo", "ls"), "opens the scheme 'ftp'");
    assertMalformed(List.of("--catalog", "ftp://h/x", "catalog", "show"), "opens the scheme 'ftp'");
  }

  @Test
  void aWrongPassword() {
    Map<String, String> wrong = new HashMap<>(stores.environment());
    wrong.put("MULTIGRES_TOPO_PASSWORD", "sesame");
    wrong.put("MULTIGRES_CATALOG_PASSWORD", "sesame");
    String where = stores.database().host() + ":" + stores.database().port();

    assertRefused(1, wrong, List.of("topo", "put", "a", "b"), "ACCESS_DENIED", where);
    assertRefused(1, wrong, List.of("database", "create", "db1"), "ACCESS_DENIED", where);
  }

  @Test
  void aServerThatIsNotThere() {
    List<String> nowhere = List.of("--topo", "postgresql://127.0.0.1:1/db#/r", "topo", "ls");
    List<String> noCatalog = List.of("--catalog", "postgresql://127.0.0.1:1/db", "catalog", "show");

    assertRefused(nowhere, "UNAVAILABLE", "127.0.0.1:1");
    assertRefused(noCatalog, "UNAVAILABLE", "127.0.0.1:1");
  }
}
