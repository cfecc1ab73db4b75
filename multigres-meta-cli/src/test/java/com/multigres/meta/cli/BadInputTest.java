package com.multigres.meta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.multigres.meta.topo.TopoPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What makes no sense is answered with one line that says what and where, and changes nothing. */
class BadInputTest {
  private static final String LONG_NAME = "n".repeat(64);
  private static final String EMPTY_NAME =
      "a//b' has an empty name; a name has 1 to 255 bytes (T1)";

  @RegisterExtension final MemoryStores stores = new MemoryStores();
  @TempDir Path folder;

  @BeforeEach
  void makeTheCatalog() {
    stores.caller().initialiseCluster();
    stores.caller().run("catalog", "init").requireDone();
  }

  /** What the state of things refuses: other words would do, or the same at another time. */
  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("gap", "tablegroup create postgres/tg1 --shards 0-4,8-inf"),
        Arguments.of("overlap", "tablegroup create postgres/tg1 --shards 0-8,4-inf"),
        Arguments.of("nowhere", "tablegroup create nowhere/tg1"),
        Arguments.of(
            "cell cell1 is there already, at the global servers, root /multigres/cluster1/cell1",
            "cell add cell1 --address h:1"),
        Arguments.of("there is no", "cell update zone9 --root /x"),
        Arguments.of("there is no", "cell remove zone9"),
        Arguments.of(
            "there is no cell 'zone9'",
            "component register --type gateway --cell zone9 --name g --host h"),
        Arguments.of("no component", "component remove multigateway-cell1-x"),
        Arguments.of("there is no node", "topo get nothing"),
        Arguments.of("there is no node", "topo rm nothing --recursive"),
        Arguments.of("there is no such file", "cluster init -f nowhere.yaml"),
        Arguments.of("there is no such file", "catalog import nowhere.json"),
        Arguments.of("there is no such file", "--password-file nowhere topo ls"));
  }

  /** What would be refused in every state. */
  static Stream<Arguments> malformed() {
    return Stream.of(
        Arguments.of("has 64 bytes", "database create " + LONG_NAME),
        Arguments.of("C10", "database create ''"),
        Arguments.of("8-4", "tablegroup create postgres/tg1 --shards 8-4"),
        Arguments.of("'8-4' is not a key range", "shard split postgres/default/0-inf --into 8-4"),
        Arguments.of(
            "a time to live of 9999 h cannot be granted",
            "component register --type gateway --cell cell1 --name g --host h --session"
                + " --ttl 9999h"),
        Arguments.of("zz-", "tablegroup create postgres/tg1 --shards zz-"),
        Arguments.of("1 to 65536", "tablegroup create postgres/tg1 --shards 0"),
        Arguments.of("DATABASE/TABLEGROUP", "tablegroup create tg1"),
        Arguments.of("DATABASE/TABLEGROUP/SHARD", "shard set-state a/b READY"),
        Arguments.of("a.b.c.d does not read", "table place postgres/default a.b.c.d"),
        Arguments.of("no position", "database create x --expect 7"),
        Arguments.of("change id", "database create x --change-id 'a b'"),
        Arguments.of(
            "no backend on the class path opens the scheme 'ftp'", "--topo ftp://h/x topo ls"),
        Arguments.of("has no scheme", "--topo nonsense topo ls"),
        Arguments.of("opens the scheme 'ftp'", "--catalog ftp://h/x catalog show"),
        Arguments.of("host:port", "cell add zone2 --address here"),
        Arguments.of("DNS label", "cell add Zone_2"),
        Arguments.of("at most 30 characters", "cell add " + LONG_NAME),
        Arguments.of("reserved", "cell add global"),
        Arguments.of("starts with /", "cell add zone2 --root x"),
        Arguments.of(EMPTY_NAME, "cell add zone2 --root /a//b"),
        Arguments.of(EMPTY_NAME, "cell update cell1 --root /a//b"),
        Arguments.of(EMPTY_NAME, "topo get /a//b"),
        Arguments.of(EMPTY_NAME, "topo put /a//b x"),
        Arguments.of(EMPTY_NAME, "topo rm /a//b --recursive"),
        Arguments.of(EMPTY_NAME, "topo ls /a//b"),
        Arguments.of(EMPTY_NAME, "topo watch /a//b"),
        Arguments.of(EMPTY_NAME, "topo locks /a//b"),
        Arguments.of(EMPTY_NAME, "topo lock /a//b -- true"),
        Arguments.of(EMPTY_NAME, "topo copy --from memory://x/a//b --to memory://y/"),
        Arguments.of(EMPTY_NAME, "--topo memory://x/a//b topo ls"),
        Arguments.of(EMPTY_NAME, "--topo postgresql://127.0.0.1:1/x#/a//b topo ls"),
        Arguments.of("does not read DATABASE/TABLEGROUP/SHARD", "shard lock a//b -- true"),
        Arguments.of("pooler, gateway, orchestrator", "component list --type driver"),
        Arguments.of("no version", "topo put a b --expect 5"),
        Arguments.of("% without two", "topo get a%2"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("refused")
  void whatIsRefusedIsSaidInOneLine(String said, String words) {
    assertRefused(1, said, words);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("malformed")
  void whatIsMalformedIsWrongUsage(String said, String words) {
    assertRefused(2, said, words);
  }

  private void assertRefused(int status, String said, String words) {
    Map<TopoPath, String> before = state();

    Run text = stores.caller().run(Run.words(words));
    Run json = stores.caller().runJson(Run.words(words));

    assertThat(text.status()).as(text.err()).isEqualTo(status);
    assertThat(text.err()).hasLineCount(1).startsWith("multigres-meta: ").contains(said);
    assertThat(text.out()).isEmpty();
    assertThat(json.status()).isEqualTo(status);
    JsonNode error = json.document().get("error");
    assertThat(error.properties().stream().map(Map.Entry::getKey).toList())
        .containsExactly("code", "rule", "message", "outcome");
    assertThat(error.get("outcome").asText()).isEqualTo("NOT_APPLIED");
    assertThat(json.err()).isEmpty();
    assertThat(state()).isEqualTo(before);
  }

  static Stream<Arguments> misused() {
    return Stream.of(
        Arguments.of("Missing required", ""),
        Arguments.of("Missing required", "topo"),
        Arguments.of("Unmatched argument", "nonsense"),
        Arguments.of("Unknown option", "topo ls --nonsense"),
        Arguments.of("PATH", "topo get"),
        Arguments.of("'abc' is no duration", "topo ls --timeout abc"),
        Arguments.of("--layout", "topo ls --layout round"),
        Arguments.of("STATE", "shard set-state a/b/c SLEEPING"),
        Arguments.of("--at", "catalog show --at yesterday"),
        Arguments.of("AUTHORITY", "catalog authority me"),
        Arguments.of("--type", "component register --cell c"),
        Arguments.of("belong together", "--cert-file x topo ls"),
        Arguments.of("say what changes", "cell update cell1"),
        Arguments.of("at least 1", "catalog history --limit 0"),
        Arguments.of(
            "only a pooler",
            "component register --type gateway --cell cell1 --name g" + " --host h --shard 0-8"),
        Arguments.of(
            "'grpc' does not read NAME=PORT",
            "component register --type gateway --cell cell1 --name g --host h --port grpc"),
        Arguments.of(
            "port 'grpc' is given twice",
            "component register --type gateway --cell cell1 --name g --host h --port grpc=1"
                + " --port grpc=2"),
        Arguments.of(
            "port 'grpc' is given twice",
            "component register --type gateway --cell cell1 --name g --host h --port grpc=1 grpc=1"),
        Arguments.of(
            "--on-conflict take_over",
            "component register --type gateway --cell cell1 --name g --host h --session --replace"),
        Arguments.of(
            "--replace writes over",
            "component register --type gateway --cell cell1 --name g --host h --on-conflict wait"),
        Arguments.of("no command", "help topo nonsense"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("misused")
  void wrongUsageIsSaidInOneLine(String said, String words) {
    Run text = stores.caller().run(Run.words(words));
    Run json = stores.caller().runJson(Run.words(words));

    assertThat(text.status()).as(text.err()).isEqualTo(2);
    assertThat(text.err()).hasLineCount(1).startsWith("multigres-meta: USAGE: ").contains(said);
    assertThat(json.status()).isEqualTo(2);
    assertThat(json.document().at("/error/code").asText()).isEqualTo("USAGE");
  }

  @Test
  void aStoreThatIsNotNamedIsWrongUsage() {
    Run run = Run.Caller.bare().run("catalog", "show");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--catalog URI or MULTIGRES_CATALOG").hasLineCount(1);
  }

  @Test
  void aManifestThatIsNotYamlIsRefusedWithItsLine() throws Exception {
    Path file = Files.writeString(folder.resolve("bad.yaml"), "a: b\n c: [\n");
    Map<TopoPath, String> before = state();

    Run run = stores.caller().run("cluster", "init", "-f", file.toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).hasLineCount(1).contains(file + ":");
    assertThat(state()).isEqualTo(before);
  }

  @Test
  void aDocumentThatIsNotACatalogIsRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("bad.json"), "{\"databases\": [{\"name\": 7}]}");
    Path broken = Files.writeString(folder.resolve("broken.json"), "{\n\"databases\": [}");

    Run shape = stores.caller().run("catalog", "import", file.toString());
    Run syntax = stores.caller().run("catalog", "import", broken.toString());

    assertThat(shape.status()).isEqualTo(1);
    assertThat(shape.err()).hasLineCount(1).contains("databases[0]: 'name' is not a text");
    assertThat(syntax.status()).isEqualTo(1);
    assertThat(syntax.err()).hasLineCount(1).contains("broken.json:2: not JSON");
  }

  @Test
  void aPasswordIsNotShownByAnError() {
    Run run = stores.caller().run("--topo", "ftp://me:sesame@host/x", "topo", "ls", "--verbose");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err() + run.out()).doesNotContain("sesame");
  }

  @Test
  void aStackTraceIsShownOnlyWhenAskedFor() {
    assertThat(stores.caller().run("topo", "get", "nothing", "--verbose").err())
        .contains("at com.multigres.meta.cli");
  }

  private Map<TopoPath, String> state() {
    Map<TopoPath, String> state = new TreeMap<>();
    stores
        .everything()
        .list(TopoPath.root())
        .forEach(node -> state.put(node.path(), node.version().toString()));
    state.put(TopoPath.of("catalog"), stores.caller().run("catalog", "show").out());
    return state;
  }
}
