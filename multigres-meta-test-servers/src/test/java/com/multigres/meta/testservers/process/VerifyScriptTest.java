package com.multigres.meta.testservers.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.multigres.meta.testservers.internal.ProcessTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real {@code bin/verify}, with a Maven and a build of servers that only wait. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VerifyScriptTest {

  private static final String MAVEN =
      """
      if [ "$1" = -v ]; then echo Apache Maven 3.9.9; exit 0; fi
      echo $$ >"$PIDS/maven"
      echo "$@" >"$PIDS/asked"
      while [ -e "$PIDS/hold" ]; do sleep 0.05; done
      exit 7
      """;
  private static final String BUILD =
      """
      if [ "$1" = --missing ]; then echo etcd; exit 0; fi
      if [ "$1" = kube-apiserver ]; then echo "/built/$1-$2"; exit 0; fi
      trap 'exit 143' TERM
      echo $$ >"$PIDS/build"
      while :; do sleep 0.05; done
      """;

  @TempDir Path folder;

  @BeforeEach
  void makeAProject() throws IOException {
    Path verify = Path.of("../bin/verify").toAbsolutePath().normalize();
    assumeThat(verify).as("part of the project, not of the jar").isExecutable();
    Files.createDirectories(folder.resolve("bin/lib"));
    Files.copy(verify, folder.resolve("bin/verify"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.writeString(
        folder.resolve("bin/lib/TestSummary.java"),
        "class TestSummary { public static void main(String[] a) {"
            + " System.out.println(\"STATUS \" + a[2]); } }");
    Programs.script(folder.resolve("bin/build-servers"), BUILD);
    Programs.script(folder.resolve("path/mvn"), MAVEN);
  }

  @Test
  void theStatusIsThatOfThisBuildAndNoBuildOfServersGoesOn() throws Exception {
    Files.createDirectories(folder.resolve("target"));
    Files.writeString(folder.resolve("target/verify.status"), "0");
    Process verify = verify();

    String said = new String(verify.getInputStream().readAllBytes(), UTF_8);

    assertThat(said).contains("STATUS 7").contains("building the servers etcd beside");
    assertThat(verify.waitFor()).isZero();
    assertGone("build");
  }

  @Test
  void whoeverEndsItEndsMavenAndTheBuildOfServers() throws Exception {
    Files.createFile(folder.resolve("hold"));
    Process verify = verify();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> Files.exists(folder.resolve("maven")) && Files.exists(folder.resolve("build")));

    verify.destroy();

    assertThat(verify.waitFor()).isEqualTo(143);
    assertGone("maven");
    assertGone("build");
    assertThat(folder.resolve("target/verify.pipe")).doesNotExist();
  }

  @Test
  void theLongFormHasAnOlderKubernetesToo() throws Exception {
    String version = "<kube-apiserver.older.version>1.2.3</kube-apiserver.older.version>";
    Files.writeString(folder.resolve("pom.xml"), version);
    Process verify = verify("--long");

    String said = new String(verify.getInputStream().readAllBytes(), UTF_8);

    assertThat(said).contains("STATUS 7", "tested in version 1.2.3 as well");
    assertThat(Files.readString(folder.resolve("asked")))
        .contains("-Dexcluded.test.groups=none")
        .contains("-Dolder-kubernetes.phase=test")
        .contains("-Dolder-kubernetes.program=/built/kube-apiserver-1.2.3");
  }

  private Process verify(String... options) throws IOException {
    List<String> line = new ArrayList<>(List.of(folder.resolve("bin/verify").toString()));
    line.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("PIDS", folder.toString());
    builder
        .environment()
        .merge("PATH", folder.resolve("path").toString(), (old, own) -> own + ":" + old);
    return builder.start();
  }

  private void assertGone(String name) throws IOException {
    long pid = Long.parseLong(Files.readString(folder.resolve(name)).strip());
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> ProcessHandle.of(pid).filter(ProcessTree::running).isEmpty());
  }
}
