package com.multigres.meta.testservers;

import static com.multigres.meta.testservers.PostgresProcessTest.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.multigres.meta.testservers.etcd.EtcdProcess;
import com.multigres.meta.testservers.etcd.EtcdSetup;
import com.multigres.meta.testservers.internal.FileTrees;
import com.multigres.meta.testservers.internal.ProcessTree;
import com.multigres.meta.testservers.internal.ServerAccount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerLifetimeTest {

  @ParameterizedTest
  @ValueSource(strings = {"start", "etcd cluster", "zookeeper", "kubernetes"})
  void aServerEndsWithItsJvm(String kind) throws Exception {
    ChildJvm jvm = start(kind);
    List<ProcessHandle> servers = jvm.servers();

    jvm.close();

    assertThat(servers).isNotEmpty().noneMatch(ProcessTree::running);
    assertThat(jvm.folders()).noneMatch(Files::exists);
  }

  @ParameterizedTest
  @ValueSource(strings = {"start", "etcd cluster", "zookeeper", "kubernetes"})
  void aServerDoesNotOutliveAJvmThatIsKilled(String kind) throws Exception {
    ChildJvm jvm = start(kind);
    List<ProcessHandle> servers = jvm.servers();
    assertThat(servers).isNotEmpty().allMatch(ProcessTree::running);

    jvm.kill();

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              assertThat(servers).noneMatch(ProcessTree::running);
              assertThat(jvm.folders()).noneMatch(Files::exists);
            });
  }

  private static ChildJvm start(String kind) throws IOException {
    return start(kind, Map.of());
  }

  private static ChildJvm start(String kind, Map<String, String> variables) throws IOException {
    try {
      return ChildJvm.start(kind, variables);
    } catch (ChildJvm.MissingServerException e) {
      throw NotRun.because(
          new ServerUnavailableException(kind, List.of(e.getMessage()), "bin/build-servers"));
    }
  }

  @Test
  void aJvmThatIsKilledWhileItMakesAServerLeavesNoFolder(@TempDir Path temporary) throws Exception {
    Process jvm = ChildJvm.begin(temporary, "start");
    awaitInitdb(jvm, temporary, "multigres-postgres-*");

    jvm.destroyForcibly();

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(within(temporary, "multigres-postgres-*")).isEmpty());
  }

  @Test
  void aJvmThatIsKilledWhileItMakesCertificatesLeavesNoFolder(@TempDir Path temporary)
      throws Exception {
    protectedEtcd().close();
    Process jvm = ChildJvm.begin(temporary, "etcd tls");
    awaitWork(jvm, temporary, "multigres-etcd-*", "tls", "password");

    jvm.destroyForcibly();

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(within(temporary, "multigres-etcd-*")).isEmpty());
  }

  @Test
  void aJvmThatIsToldToEndWhileItMakesAServerLeavesNoFolder(@TempDir Path temporary)
      throws Exception {
    Process jvm = ChildJvm.begin(temporary, "start");
    awaitInitdb(jvm, temporary, "multigres-postgres-*");

    jvm.toHandle().destroy();

    assertThat(jvm.waitFor()).isEqualTo(143);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(within(temporary, "multigres-postgres-*")).isEmpty());
  }

  @Test
  void aKeptFolderThatAKilledJvmDidNotFinishIsMadeAnew(@TempDir Path temporary) throws Exception {
    Process jvm = ChildJvm.begin(temporary, temporary.resolve("kept").toString());
    awaitInitdb(jvm, temporary, "kept");
    jvm.destroyForcibly().waitFor();

    try (PostgresProcess server = PostgresSetup.keptIn(temporary.resolve("kept")).start();
        Connection connection = server.connect("postgres")) {
      assertThat(query(connection, "SELECT 1")).isEqualTo("1");
    }
  }

  /** Waits until initdb is at work: this file comes first. */
  private static void awaitInitdb(Process jvm, Path temporary, String home) {
    awaitWork(jvm, temporary, home, "data*", "PG_VERSION");
  }

  private static void awaitWork(
      Process jvm, Path temporary, String home, String inner, String file) {
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(5))
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(() -> begun(temporary, home, inner, file));
    } catch (ConditionTimeoutException e) {
      jvm.destroyForcibly();
      throw e;
    }
  }

  private static boolean begun(Path temporary, String home, String inner, String file)
      throws IOException {
    for (Path folder : within(temporary, home)) {
      for (Path found : within(folder, inner)) {
        if (!within(found, file).isEmpty()) {
          return true;
        }
      }
    }
    return false;
  }

  private static List<Path> within(Path folder, String glob) throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, glob)) {
      List<Path> all = new ArrayList<>();
      found.forEach(all::add);
      return all;
    }
  }

  @Test
  void twoProcessesUnpackIntoOneEmptyCacheAtOnce(@TempDir Path cache) throws Exception {
    Map<String, String> variables = Map.of("MULTIGRES_CACHE", cache.toString());

    CompletableFuture<ChildJvm> starting =
        CompletableFuture.supplyAsync(() -> startUnchecked(variables));
    try (ChildJvm first = startUnchecked(variables);
        ChildJvm second = starting.get(2, TimeUnit.MINUTES)) {
      assertThat(first.postmaster().isAlive()).isTrue();
      assertThat(second.postmaster().isAlive()).isTrue();
    }

    try (Stream<Path> folders = Files.list(cache)) {
      assertThat(folders.map(file -> file.getFileName().toString()))
          .hasSize(2)
          .noneMatch(name -> name.contains("partial"));
    }
  }

  @Test
  void anOrdinaryUserCanStartOneWithoutJUnitOnTheClassPath(@TempDir Path readable)
      throws Exception {
    assumeThat(ServerAccount.isRoot()).as("every other test runs as an ordinary user").isTrue();
    Map<String, String> variables = Map.of("MULTIGRES_CACHE", "/tmp/multigres-cache-of-nobody");

    try (ChildJvm jvm = ChildJvm.startAs("nobody", readable, variables)) {
      assertThat(jvm.postmaster().info().user()).hasValue("nobody");
    } finally {
      FileTrees.delete(Path.of("/tmp/multigres-cache-of-nobody"));
    }
  }

  @Test
  void aServerThatAVariableNamesIsTakenBeforeAnyOther() throws Exception {
    try (PostgresProcess own = PostgresSetup.temporary().start()) {
      String address =
          "postgresql://%s:%s@%s:%d/postgres"
              .formatted(own.user(), own.password(), own.host(), own.port());

      try (ChildJvm jvm = ChildJvm.start("find", Map.of(GivenPostgres.VARIABLE, address))) {
        assertThat(jvm.ready())
            .startsWith("GivenPostgres[127.0.0.1:" + own.port())
            .doesNotContain(own.password());
      }
      assertThat(own.running()).isTrue();
    }
  }

  @Test
  void anEtcdThatAVariableNamesIsTakenBeforeAnyOther() throws Exception {
    try (EtcdProcess own = protectedEtcd()) {
      String password = own.login().orElseThrow().password();
      String address = "http://root:" + password + "@127.0.0.1:" + own.port();

      try (ChildJvm jvm = ChildJvm.start("find etcd", Map.of("MULTIGRES_TEST_ETCD", address))) {
        assertThat(jvm.ready())
            .isEqualTo("GivenEtcd[127.0.0.1:" + own.port() + "]")
            .doesNotContain(password);
      }
      assertThat(own.running()).isTrue();
    }
  }

  private static EtcdProcess protectedEtcd() {
    try {
      return EtcdSetup.temporary().login().start();
    } catch (ServerUnavailableException e) {
      throw NotRun.because(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"etcd", "kubernetes", "zookeeper"})
  void whereNoWayWorksEachIsListedAndThenWhatWouldHelp(String kind, @TempDir Path folder) {
    // No program on the path, and a cache in which nothing can be built.
    Map<String, String> variables = Map.of("PATH", "/nowhere", "MULTIGRES_CACHE", "/dev/null/x");

    assertThatThrownBy(() -> ChildJvm.startWithoutOptional(folder, "find " + kind, variables))
        .isInstanceOf(ChildJvm.MissingServerException.class)
        .hasMessageContaining("MULTIGRES_TEST_" + kind.toUpperCase(Locale.ROOT) + " is not set")
        .hasMessageContaining("Docker: Testcontainers is not on the class path")
        .hasMessageContaining(". To provide it: ");
  }

  private static ChildJvm startUnchecked(Map<String, String> variables) {
    try {
      return ChildJvm.start("start", variables);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
