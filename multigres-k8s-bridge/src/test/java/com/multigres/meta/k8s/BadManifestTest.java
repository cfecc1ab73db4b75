package com.multigres.meta.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be a cluster is refused with file, line and field. */
class BadManifestTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          databases: x|9|spec.databases|must be a list, not the text x
          databases: [7]|9|spec.databases[0]|must be a mapping of fields, not the value 7
          databases: [{default: true}]|9|spec.databases[0].name|is missing
          databases: [{name: 08, default: true}]|9|spec.databases[0].name|must be a string, not the value 8
          databases: [{name: Db, default: true}]|9|spec.databases[0].name|is a DNS label
          databases: [{name: a}]|9|spec.databases|exactly one must
          databases: [{name: a, default: true}, {name: b, default: true}]|9|spec.databases[1].default|a second default
          databases: [{name: a, default: true}, {name: a}]|9|spec.databases[1].name|two databases named a
          databases: [{name: a, default: true}]|9|spec.databases[0].default|the one named postgres
          databases: [{name: a, default: yes}]|9|spec.databases[0].default|must be true or false
          databases: [{name: postgres, default: true, tablegroups: [{name: t, default: true}]}]|9|spec.databases[0].tablegroups[0].default|the one named default
          databases: [{name: postgres, default: true, tablegroups: [{name: default}]}]|9|spec.databases[0].tablegroups|exactly one must
          databases: [{name: postgres, default: true, durabilityPolicy: two}]|9|spec.databases[0].durabilityPolicy|like AT_LEAST_2
          databases: [{name: postgres, default: true, backup: {type: tape}}]|9|spec.databases[0].backup.type|filesystem or s3
          backup: {type: s3, s3: {region: r}}|9|spec.backup.s3.bucket|is missing
          backup: {s3: {region: r}}|9|spec.backup.type|is missing
          globalTopoServer: {external: {}}|9|spec.globalTopoServer.external.endpoints|is missing
          globalTopoServer: {external: {endpoints: [host]}}|9|spec.globalTopoServer.external.endpoints[0]|host:port
          globalTopoServer: {external: {endpoints: ["http://u:secret@h:1"]}}|9|spec.globalTopoServer.external.endpoints[0]|host:port
          globalTopoServer: {external: {endpoints: ["h:99999"]}}|9|spec.globalTopoServer.external.endpoints[0]|host:port
          globalTopoServer: {etcd: {rootPath: global}}|9|spec.globalTopoServer.etcd.rootPath|starts with /
          globalTopoServer: {etcd: {}, external: {endpoints: ["h:1"]}}|9|spec.globalTopoServer|both etcd and external
          topologyPruning: {enabled: 1}|9|spec.topologyPruning.enabled|must be true or false
          postgresSuperuser: ""|9|spec.postgresSuperuser|must not be empty
          """)
  void aFieldThatCannotBeIsNamed(String spec, int line, String field, String problem)
      throws IOException {
    assertRefused(Manifests.withSpec(spec), line, field, problem);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {name: 8-4}|spec.databases[0].tablegroups[1].shards[0].name|8-4
          {name: 4-4}|spec.databases[0].tablegroups[1].shards[0].name|4-4
          {name: 0-8}, {name: zz-inf}|spec.databases[0].tablegroups[1].shards[1].name|zz-inf
          {name: 0-8}, {name: 0-8}|spec.databases[0].tablegroups[1].shards[1].name|two shards named 0-8
          {name: 0-8}, {name: 9-inf}|spec.databases[0].tablegroups[1].shards|gap
          {name: 0-8}, {name: 7-inf}|spec.databases[0].tablegroups[1].shards|overlap
          {name: 4-inf}|spec.databases[0].tablegroups[1].shards|gap
          {name: 0-8}|spec.databases[0].tablegroups[1].shards|gap
          {shard: 0-inf}|spec.databases[0].tablegroups[1].shards[0].name|is missing
          """)
  void shardsThatDoNotHoldEveryKeyOnceAreRefused(String shards, String field, String problem)
      throws IOException {
    String spec =
        """
        databases:
          - name: postgres
            default: true
            tablegroups:
              - name: default
                default: true
              - name: tg1
                shards: [%s]
        """;
    assertRefused(Manifests.withSpec(spec.formatted(shards)), 16, field, problem);
  }

  @Test
  void aDefaultTablegroupCannotBeSharded() throws IOException {
    String spec =
        """
        databases:
          - name: postgres
            default: true
            tablegroups: [{name: default, default: true, shards: [{name: 0-8}, {name: 8-inf}]}]
        """;
    assertRefused(
        Manifests.withSpec(spec),
        12,
        "spec.databases[0].tablegroups[0].shards",
        "exactly one shard");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a cluster without cells|spec: {}|spec.cells|5
          a cluster without a spec|status: {}|spec.cells|1
          a cell without a name|spec: {cells: [{zoneId: z}]}|spec.cells[0].name|5
          a cell in two places|spec: {cells: [{name: a, zoneId: z, region: r}]}|spec.cells[0]|5
          two cells of one name|spec: {cells: [{name: a}, {name: a}]}|spec.cells[1].name|5
          """)
  void aClusterHasCellsWithNames(String what, String spec, String field, int line)
      throws IOException {
    String head =
        "apiVersion: multigres.com/v1alpha1\nkind: MultigresCluster\nmetadata:\n  name: c\n";
    assertRefused(head + spec, line, field, "");
  }

  @Test
  void aNameOfMoreThan30CharactersIsRefused() throws IOException {
    String name = "d".repeat(64);
    assertRefused(
        Manifests.withSpec("databases: [{name: " + name + ", default: true}]"),
        9,
        "spec.databases[0].name",
        "at most 30 characters, not 64");
  }

  @Test
  void anUnknownVersionOfOurKindIsRefused() throws IOException {
    String text = Manifests.withSpec("").replace("v1alpha1", "v9");
    assertRefused(
        text, 1, "apiVersion", "must be multigres.com/v1alpha1, not \"multigres.com/v9\"");
  }

  @Test
  void anotherGroupsKindOfThatNameIsNotOurs() throws IOException {
    String text = Manifests.withSpec("").replace("multigres.com", "example.com");
    assertRefused(text, 0, "", "holds no MultigresCluster of multigres.com/v1alpha1");
  }

  @Test
  void theLineCountsFromTheFilesStartInALaterDocument() throws IOException {
    String text = "kind: Secret\nmetadata: {name: s}\n---\n" + Manifests.withSpec("databases: 1");
    assertRefused(text, 12, "spec.databases", "must be a list");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          an unclosed bracket|`kind: [a, b`|1|is not YAML
          a tab as indentation|`a:\n\tb: 1`|2|is not YAML
          two colons|`a: b: c`|1|is not YAML
          a key twice|`a: 1\na: 2`|2|is not YAML
          an alias without its anchor|`a: *gone`|1|is not YAML
          a tag we do not know|`a: !!java.net.URL x`|1|is not YAML
          a mapping as a key|`{a: b}: c`|0|is not YAML
          plain prose|`hello world`|1|is not a Kubernetes object
          a list|`- a\n- b`|1|is not a Kubernetes object
          nothing at all|``|0|holds no MultigresCluster
          only comments|`# nothing`|0|holds no MultigresCluster
          other kinds only|`kind: Secret`|0|holds no MultigresCluster
          """)
  void whatIsNoManifestIsSaidToBeNone(String what, String text, int line, String problem)
      throws IOException {
    assertRefused(text.replace("\\n", "\n").replace("\\t", "\t"), line, "", problem);
  }

  @Test
  void aFileThatIsNotThereOrAFolderIsRefused() {
    assertThatThrownBy(() -> ClusterManifests.read(folder.resolve("gone.yaml")))
        .isInstanceOf(ManifestException.class)
        .hasMessageEndingWith("gone.yaml: there is no such file");
    assertThatThrownBy(() -> ClusterManifests.read(folder))
        .hasMessageEndingWith("is a directory, not a manifest");
  }

  private void assertRefused(String text, int line, String field, String problem)
      throws IOException {
    Path file = Manifests.write(folder, text);
    ManifestException refusal =
        catchThrowableOfType(ManifestException.class, () -> ClusterManifests.read(file));
    assertThat(refusal).isNotNull();
    assertThat(refusal.field()).isEqualTo(field);
    assertThat(refusal.line().orElse(0)).isEqualTo(line);
    assertThat(refusal.problem()).contains(problem);
    assertThat(refusal.getMessage())
        .startsWith(file + (line == 0 ? ": " : ":" + line + ": "))
        .doesNotContain("\n")
        .doesNotContain("secret@");
  }
}
