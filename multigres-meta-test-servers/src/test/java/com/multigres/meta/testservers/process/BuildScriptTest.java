package com.multigres.meta.testservers.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.multigres.meta.testservers.internal.Command;
import com.multigres.meta.testservers.internal.ProcessTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real script, with a Go whose builds take no time and are counted. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BuildScriptTest {

  private static final ServerProgram ETCD =
      new ServerProgram("etcd", new ServerVersion(3, 6, 16), "TEST_ETCD_PROGRAM");
  private static final ServerProgram KUBE_APISERVER =
      new ServerProgram("kube-apiserver", new ServerVersion(1, 36, 3), "TEST_KUBE");

  /** Writes a program that says what its name and $VERSION are, and notes that it did. */
  private static final String WORKING_GO =
      """
      [ "$1 $2" = "env GOVERSION" ] && { echo go1.26.8; exit 0; }
      [ "$1" = list ] && { echo "$SOURCES"; exit 0; }
      echo "built with $*" >>"$BUILDS"
      cat go.mod >>"$BUILDS"
      [ -e "$HOLD" ] && echo $$ >"$HOLD"
      while [ -e "$HOLD" ]; do sleep 0.05; done
      while [ "$1" != -o ]; do shift; done
      printf '#!/bin/sh\\necho v%s\\n' "$VERSION" >"$2"
      chmod +x "$2"
      exit 0
      """;

  private static final Path SCRIPT =
      Path.of("src/main/resources")
          .resolve(BuildScript.class.getPackageName().replace('.', '/'))
          .resolve("build-servers.sh")
          .toAbsolutePath();

  @TempDir Path folder;

  private final List<String> tried = new ArrayList<>();

  @Test
  void aProgramIsBuiltOnceAndKept() throws IOException {
    BuildScript script = script(WORKING_GO, "3.6.16");

    Optional<Path> first = script.build(ETCD, tried);
    Optional<Path> second = script.build(ETCD, tried);

    assertThat(first).contains(script.place(ETCD)).isEqualTo(second);
    assertThat(script.place(ETCD)).isExecutable();
    assertThat(builds())
        .containsOnlyOnce("built with")
        .contains("require go.etcd.io/etcd/server/v3 v3.6.16");
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void theModulesThatTheSourcesReplaceByFoldersAreReplacedByTheirReleases() throws IOException {
    Files.writeString(
        folder.resolve("sources.mod"),
        """
        replace (
        	k8s.io/api => ./staging/src/k8s.io/api
        	k8s.io/client-go => ./staging/src/k8s.io/client-go
        	example.com/other => example.com/fork v1.0.0
        )
        """);

    assertThat(script(WORKING_GO, "1.36.3").build(KUBE_APISERVER, tried)).isPresent();

    assertThat(builds())
        .contains("require k8s.io/kubernetes v1.36.3")
        .contains("k8s.io/api => k8s.io/api v0.36.3")
        .contains("k8s.io/client-go => k8s.io/client-go v0.36.3")
        .contains("version.gitVersion=v1.36.3")
        .doesNotContain("staging", "example.com");
  }

  @Test
  void twoProcessesThatWantTheSameBuildItOnce() throws Exception {
    Path hold = Files.createFile(folder.resolve("hold"));
    BuildScript script = script(WORKING_GO, "3.6.16");

    CompletableFuture<Optional<Path>> first = inBackground(script);
    await().atMost(Duration.ofSeconds(20)).until(() -> builds().contains("built with"));
    CompletableFuture<Optional<Path>> second = inBackground(script);
    // Both have to come to the lock; the second must not build beside the first.
    await()
        .during(Duration.ofMillis(500))
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(builds()).containsOnlyOnce("built with"));
    Files.delete(hold);

    assertThat(first.get(20, TimeUnit.SECONDS)).contains(script.place(ETCD));
    assertThat(second.get(20, TimeUnit.SECONDS)).contains(script.place(ETCD));
    assertThat(builds()).containsOnlyOnce("built with");
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void aBuildThatHangsIsEndedAndSaysSo() throws IOException {
    Path hold = Files.createFile(folder.resolve("hold"));

    Optional<Path> built = script(WORKING_GO, "3.6.16", "1").build(ETCD, tried);

    assertThat(built).isEmpty();
    assertThat(tried).containsExactly("built: go build did not end within 1 s");
    assertGone(hold);
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void whoWaitsForABuildOfAnotherProcessSaysSoAndGivesUp() throws Exception {
    Path hold = Files.createFile(folder.resolve("hold"));
    CompletableFuture<Optional<Path>> slow = inBackground(script(WORKING_GO, "3.6.16"));
    await().atMost(Duration.ofSeconds(20)).until(() -> builds().contains("built with"));

    assertThat(script(WORKING_GO, "3.6.16", "1").build(ETCD, tried)).isEmpty();

    assertThat(tried)
        .singleElement()
        .asString()
        .startsWith("built: etcd 3.6.16 was not built by another process within 2 s; see ");
    Files.delete(hold);
    assertThat(slow.get(20, TimeUnit.SECONDS)).isPresent();
  }

  @Test
  void aBuildWhoseScriptIsToldToEndGoesWithIt() throws Exception {
    Path hold = Files.createFile(folder.resolve("hold"));
    BuildScript script = script(WORKING_GO, "3.6.16");
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", SCRIPT.toString(), "etcd", "3.6.16")
            .redirectErrorStream(true);
    builder.environment().putAll(script.environment());
    builder.environment().put("MULTIGRES_CACHE", script.cache().toString());
    Process process = builder.start();
    await().atMost(Duration.ofSeconds(20)).until(() -> Files.size(hold) > 0);

    process.destroy();

    assertThat(process.waitFor()).isEqualTo(143);
    assertGone(hold);
    assertThat(leftovers()).isEmpty();
  }

  /** The Go that wrote its number there. */
  private static void assertGone(Path hold) throws IOException {
    long pid = Long.parseLong(Files.readString(hold).strip());
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> ProcessHandle.of(pid).filter(ProcessTree::running).isEmpty());
  }

  @Test
  void whatAKilledBuildHasLeftIsRemovedAndNeverUsed() throws IOException {
    Path partial = folder.resolve("cache/etcd-3.6.16.partial-killed");
    Programs.thatSays(partial.resolve("etcd"), "v3.6.16");
    // Its folder is there already, and nothing in it.
    Files.createDirectories(folder.resolve("cache/etcd-3.6.16"));

    assertThat(script(WORKING_GO, "3.6.16").build(ETCD, tried)).isPresent();

    assertThat(builds()).containsOnlyOnce("built with");
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void aBuildThatFailsSaysWhyAndLeavesNothing() throws IOException {
    BuildScript script =
        script(
            "[ \"$1\" = env ] && { echo go1.26.8; exit 0; }\necho no such module >&2; exit 1",
            "3.6.16");

    assertThat(script.build(ETCD, tried)).isEmpty();

    assertThat(tried).containsExactly("built: no such module");
    assertThat(script.place(ETCD)).doesNotExist();
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void anotherVersionThanTheWantedIsNotTakenForIt() throws IOException {
    BuildScript script = script(WORKING_GO, "3.5.0");

    assertThat(script.build(ETCD, tried)).isEmpty();

    assertThat(tried)
        .containsExactly("built: what was built does not say that it is etcd 3.6.16: v3.5.0");
    assertThat(script(WORKING_GO, "3.5.0").place(ETCD)).doesNotExist();
  }

  @Test
  void aGoThatIsTooOldIsNamed() throws IOException {
    assertThat(script("", "3.6.16").build(ETCD, tried)).isEmpty();

    assertThat(tried)
        .containsExactly(
            "built: etcd 3.6.16 needs Go 1.24 or newer to be built; "
                + folder.resolve("go-bin/go")
                + " is go1.10");
  }

  @Test
  void theCommandOfTheProjectWantsTheVersionsOfThePom() throws IOException {
    Path command = Path.of("../bin/build-servers").toAbsolutePath().normalize();
    assumeThat(command).as("part of the project, not of the jar").isExecutable();
    Path cache = folder.resolve("cache");
    assertThat(check(command, cache).exit()).isEqualTo(1);
    BuildScript script = new BuildScript(cache, Map.of());
    List<ServerProgram> programs =
        List.of(ServerProgram.of("etcd", "X"), ServerProgram.of("kube-apiserver", "X"));
    for (ServerProgram program : programs) {
      Programs.thatSays(script.place(program), "v" + program.version());
    }

    Command.Result result = check(command, cache);

    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.output().lines())
        .containsExactlyElementsOf(
            programs.stream().map(program -> script.place(program).toString()).toList());
  }

  private static Command.Result check(Path command, Path cache) {
    return Command.of("env", "MULTIGRES_CACHE=" + cache, command.toString(), "--check")
        .run(Duration.ofSeconds(20));
  }

  @Test
  void missingIsWhatTheTestsWouldHaveToBuild() throws IOException {
    Path bin = folder.resolve("bin");
    assertThat(missing(Map.of())).containsExactly("etcd", "kube-apiserver");

    Programs.thatSays(bin.resolve("etcd"), "etcd Version: 3.4.23");
    Programs.thatSays(bin.resolve("kube-apiserver"), "Kubernetes v1.37.0");
    assertThat(missing(Map.of())).as("an etcd that is too old").containsExactly("etcd");
    assertThat(missing(Map.of("MULTIGRES_TEST_ETCD_PROGRAM", bin.resolve("etcd").toString())))
        .as("one that is named")
        .isEmpty();

    Programs.thatSays(bin.resolve("etcd"), "etcd Version: 3.6.2");
    assertThat(missing(Map.of())).as("one of the same minor version").isEmpty();

    Files.delete(bin.resolve("etcd"));
    Programs.thatSays(folder.resolve("cache/etcd-3.6.16/etcd"), "etcd Version: 3.6.16");
    assertThat(missing(Map.of())).as("one that was built before").isEmpty();
  }

  private List<String> missing(Map<String, String> variables) throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of(
                "env",
                "-u",
                "MULTIGRES_TEST_ETCD_PROGRAM",
                "-u",
                "MULTIGRES_TEST_KUBE_APISERVER_PROGRAM",
                "MULTIGRES_CACHE=" + folder.resolve("cache"),
                "PATH=" + folder.resolve("bin") + ":/usr/bin:/bin"));
    variables.forEach((name, value) -> line.add(name + "=" + value));
    line.addAll(List.of("sh", SCRIPT.toString(), "--missing"));
    line.addAll(List.of("etcd", "3.6.16", "kube-apiserver", "1.36.3"));
    Command.Result result = new Command(line).run(Duration.ofSeconds(20));
    assertThat(result.exit()).as(result.output()).isZero();
    return result.output().lines().toList();
  }

  @Test
  void whatIsNoServerOrNoVersionIsRefused() throws IOException {
    BuildScript script = script(WORKING_GO, "1.0.0");
    ServerProgram other = new ServerProgram("sshd", new ServerVersion(1, 0, 0), "X");

    assertThat(script.build(other, tried)).isEmpty();

    assertThat(tried)
        .containsExactly("built: there is no recipe for 'sshd' (--help shows what there is)");
    assertThat(builds()).isEmpty();
  }

  private CompletableFuture<Optional<Path>> inBackground(BuildScript script) {
    return CompletableFuture.supplyAsync(() -> script.build(ETCD, new ArrayList<>()));
  }

  private BuildScript script(String go, String version) throws IOException {
    return script(go, version, "60");
  }

  private BuildScript script(String go, String version, String limit) throws IOException {
    Map<String, String> variables = new HashMap<>(Programs.environment(folder, go));
    variables.put("MULTIGRES_BUILD_SECONDS", limit);
    variables.put("VERSION", version);
    variables.put("BUILDS", folder.resolve("builds").toString());
    variables.put("HOLD", folder.resolve("hold").toString());
    variables.put("SOURCES", folder.resolve("sources.mod").toString());
    return new BuildScript(folder.resolve("cache"), variables);
  }

  private String builds() throws IOException {
    Path file = folder.resolve("builds");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private List<Path> leftovers() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
      return files.filter(file -> file.toString().contains("partial")).toList();
    }
  }
}
