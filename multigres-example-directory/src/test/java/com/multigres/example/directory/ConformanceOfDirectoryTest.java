package com.multigres.example.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.run.ConformanceMain;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kit's runner as somebody starts it who has nothing but jars. */
@Timeout(240)
class ConformanceOfDirectoryTest {
  @TempDir private Path folder;

  private String address() {
    return "directory://" + folder.resolve("nodes") + "#/theirs";
  }

  /**
   * Starts the runner without the example on its own class path: only {@code --class-path} has it.
   */
  private Process start(String... words) throws IOException {
    Path ours = Path.of("target", "classes").toAbsolutePath();
    String kit =
        Arrays.stream(System.getProperty("java.class.path").split(":"))
            .filter(part -> !part.contains("multigres-example-directory"))
            .collect(Collectors.joining(":"));
    List<String> line = new ArrayList<>(hearing());
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", kit, ConformanceMain.class.getName()));
    line.addAll(List.of("--class-path", ours.toString(), "--no-measures"));
    line.addAll(List.of(words));
    return new ProcessBuilder(line)
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  /** Some shells start what runs in the background deaf to SIGINT, which children inherit. */
  private static List<String> hearing() throws IOException {
    List<String> env = List.of("env", "--default-signal=INT");
    try {
      Process tried =
          new ProcessBuilder(Stream.concat(env.stream(), Stream.of("true")).toList()).start();
      return tried.waitFor() == 0 ? env : List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private List<String> out() throws IOException {
    return Files.readAllLines(folder.resolve("out"));
  }

  private List<String> err() throws IOException {
    return Files.readAllLines(folder.resolve("err"));
  }

  private int end(Process process) throws InterruptedException {
    try {
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("the run ended").isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private void assertNothingLeft() {
    String all = "directory://" + folder.resolve("nodes") + "#/";
    try (TopoStore store = TopoStores.open(all)) {
      assertThat(store.list(TopoPath.root())).isEmpty();
    }
  }

  @Test
  void whatTheStoreLacksStandsInTheReportWithTheRefusalThatProvesIt() throws Exception {
    Path report = folder.resolve("report");
    int status =
        end(
            start(
                "--topo",
                address(),
                "--theme",
                "Batches",
                "--theme",
                "Locks",
                "--theme",
                "Guards",
                "--report",
                report.toString()));
    assertThat(status).as("%s %s", out(), err()).isZero();
    assertThat(out())
        .anyMatch(line -> line.matches("T22 .*refused, as declared"))
        .anyMatch(line -> line.matches(" *LOCKS: missing, refusal checked, in \\d+ tests"))
        .anyMatch(line -> line.matches(" *ATOMIC_BATCH: missing, refusal checked, in \\d+ tests?"))
        .anyMatch(line -> line.equals("  SNAPSHOT_LIST: present"));
    assertThat(Files.readString(report.resolve("report.json")))
        .contains("\"store\": \"com.multigres.example.directory.DirectoryTopoStore\"")
        .contains("Locks.");
    assertThat(report.resolve("report.html")).isNotEmptyFile();
    assertThat(report.resolve("junit.xml")).isNotEmptyFile();
    assertNothingLeft();
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  void interruptedItLeavesAReportAndNothingElse(String signal, int status) throws Exception {
    Path report = folder.resolve("report");
    Process run = start("--topo", address(), "--verbose", "--report", report.toString());
    try {
      Patience.eventually().until(() -> err().stream().anyMatch(line -> line.startsWith("[3/")));
      new ProcessBuilder("kill", "-s", signal, Long.toString(run.pid())).start().waitFor();
    } finally {
      assertThat(end(run)).as("%s", err()).isEqualTo(status);
    }
    assertThat(Files.readString(report.resolve("report.json")))
        .contains("\"verdict\": \"interrupted\"")
        .contains("\"outcome\": \"passed\"");
    assertThat(report.resolve("report.html")).content().contains("was not tested to the end");
    assertNothingLeft();
  }

  @Test
  void whatCannotBeOpenedIsOneLineAndAStatusOfItsOwn() throws Exception {
    Path file = Files.writeString(folder.resolve("a-file"), "");
    assertThat(end(start("--topo", "directory://" + file + "/below#/x"))).isEqualTo(2);
    assertThat(out()).isEmpty();
    assertThat(err()).singleElement().asString().startsWith("conformance: ").contains("a-file");
  }

  @Test
  void wrongWordsAreToldInOneLine() throws Exception {
    assertThat(end(start("--topo", address(), "--theme", "Nodez"))).isEqualTo(2);
    assertThat(err()).singleElement().asString().contains("no theme 'Nodez'; it has ");
    assertThat(end(start("--topo", "nowhere://x"))).isEqualTo(2);
    assertThat(err()).singleElement().asString().contains("nowhere").contains("directory");
    assertThat(end(start())).isEqualTo(2);
    assertThat(err()).singleElement().asString().contains("--topo URI or --catalog URI");
  }
}
