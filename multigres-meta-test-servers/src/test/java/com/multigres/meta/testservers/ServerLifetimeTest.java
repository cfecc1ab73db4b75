package com.multigres.meta.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.multigres.meta.testservers.internal.FileTrees;
import com.multigres.meta.testservers.internal.ProcessTree;
import com.multigres.meta.testservers.internal.ServerAccount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLifetimeTest {

  @Test
  void aServerEndsWithItsJvm() throws Exception {
    ChildJvm jvm = ChildJvm.start("start", Map.of());
    ProcessHandle postmaster = jvm.postmaster();

    jvm.close();

    assertThat(ProcessTree.running(postmaster)).isFalse();
    assertThat(jvm.folder()).doesNotExist();
  }

  @Test
  void aServerDoesNotOutliveAJvmThatIsKilled() throws Exception {
    ChildJvm jvm = ChildJvm.start("start", Map.of());
    ProcessHandle postmaster = jvm.postmaster();

    jvm.kill();

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              assertThat(ProcessTree.running(postmaster)).isFalse();
              assertThat(jvm.folder()).doesNotExist();
            });
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

  private static ChildJvm startUnchecked(Map<String, String> variables) {
    try {
      return ChildJvm.start("start", variables);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
