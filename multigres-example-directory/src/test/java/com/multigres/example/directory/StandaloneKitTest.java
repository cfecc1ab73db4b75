package com.multigres.example.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kit's jar that runs by itself, as somebody runs it who has nothing else of ours. */
class StandaloneKitTest {
  private static final String WRITTEN =
      "{'client':'c1','invoked':1,'returned':2,'call':'commit','conditions':[],"
          + "'mutations':[{'path':['a'],'value':'eA==','expect':'any'}],"
          + "'ending':'done','written':[{'path':['a'],'version':'theirs:1'}]}";
  private static final String MISSED =
      "{'client':'c2','invoked':5,'returned':6,'call':'get','path':['a'],"
          + "'ending':'done','nodes':[]}";

  private static final String VERSION = System.getProperty("multigres.version");

  private final Path jar = jar("-standalone");

  @TempDir private Path folder;

  private record Ended(int status, String said) {}

  @BeforeEach
  void needsTheJar() {
    // A build up to the tests only makes no jars; one that makes the kit's makes this one too.
    assumeThat(jar("")).as("the kit's jar, which the phase package makes").exists();
    assertThat(jar).as("the kit's jar that runs by itself").exists();
  }

  private static Path jar(String kind) {
    return Path.of("..", "multigres-meta-testkit", "target")
        .resolve("multigres-meta-testkit-" + VERSION + kind + ".jar")
        .toAbsolutePath()
        .normalize();
  }

  private Ended judge(String... lines) throws Exception {
    Path history = folder.resolve("history.jsonl");
    Files.write(history, List.of(lines).stream().map(line -> line.replace('\'', '"')).toList());
    return run("check-history", history.toString());
  }

  private Ended run(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", jar.toString()));
    command.addAll(List.of(words));
    Process java =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    try {
      String said = new String(java.getInputStream().readAllBytes(), UTF_8);
      assertThat(java.waitFor(1, TimeUnit.MINUTES)).as("it ended: %s", said).isTrue();
      return new Ended(java.exitValue(), said);
    } finally {
      java.destroyForcibly();
    }
  }

  @Test
  void aHistoryIsJudgedAgain() throws Exception {
    Ended good = judge(WRITTEN);
    assertThat(good.said()).contains("1 operations").contains("nodes: passed");
    assertThat(good.status()).isZero();

    Ended bad = judge(WRITTEN, MISSED);
    assertThat(bad.said()).contains("nodes: VIOLATED T").contains("[5 … 6] c2");
    assertThat(bad.status()).isEqualTo(1);
  }

  @Test
  void aStoreOfSomebodysOwnIsTested() throws Exception {
    Ended run =
        run(
            "--class-path",
            Path.of("target", "classes").toAbsolutePath().toString(),
            "--topo",
            "directory://" + folder.resolve("nodes") + "#/theirs",
            "--theme",
            "Nodes",
            "--no-measures");
    assertThat(run.said()).contains("Nodes").contains("T7 ");
    assertThat(run.status()).as(run.said()).isZero();
  }

  @Test
  void whatCannotBeReadIsToldAndNeverPasses() throws Exception {
    Ended missing = run("check-history", "nowhere.jsonl");
    assertThat(missing.said()).contains("nowhere.jsonl");
    assertThat(missing.status()).isEqualTo(2);
  }
}
