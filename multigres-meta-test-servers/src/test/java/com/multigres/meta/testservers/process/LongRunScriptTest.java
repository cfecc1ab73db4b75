package com.multigres.meta.testservers.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real {@code bin/long-run}, with a Maven that reports what the test says. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LongRunScriptTest {
  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final String MAVEN =
      """
      echo "$@" >"$RECORDED/asked"
      mkdir -p theirs/target
      cp -r "$RECORDED/reports" theirs/target/surefire-reports
      exit $(cat "$RECORDED/status")
      """;
  private static final String UNDECIDED =
      "<failure message=\"one\" type=\"com.multigres.UndecidedHistory\">";
  private static final String VIOLATED =
      "<failure message=\"two\" type=\"java.lang.AssertionError\">";

  @TempDir Path folder;

  @BeforeEach
  void makeAProject() throws IOException {
    Path script = PROJECT.resolve("bin/long-run");
    assumeThat(script).as("part of the project, not of the jar").isExecutable();
    Files.createDirectories(folder.resolve("bin"));
    Files.createDirectories(folder.resolve("reports"));
    Files.copy(script, folder.resolve("bin/long-run"), StandardCopyOption.COPY_ATTRIBUTES);
    Programs.script(folder.resolve("path/mvn"), MAVEN);
  }

  private void reports(int status, String test, String... problems) throws IOException {
    Files.writeString(folder.resolve("status"), Integer.toString(status));
    Path report = folder.resolve("reports").resolve("TEST-org.somebody." + test + ".xml");
    Files.writeString(report, String.join("\n", problems));
  }

  private int run(String... words) throws Exception {
    List<String> line = new ArrayList<>(List.of(folder.resolve("bin/long-run").toString()));
    line.addAll(Arrays.asList(words));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("RECORDED", folder.toString());
    builder
        .environment()
        .merge("PATH", folder.resolve("path").toString(), (old, own) -> own + ":" + old);
    Process process = builder.start();
    said = new String(process.getInputStream().readAllBytes(), UTF_8);
    return process.waitFor();
  }

  private String said = "";

  @ParameterizedTest
  @CsvSource({"postgres, 2", "etcd, 1", "zookeeper, 1", "kubernetes, 2"})
  void eachBackendHasTestsThatOpenItsStores(String backend, int tests) throws Exception {
    reports(0, "Any");

    assertThat(run("--backend", backend, "--operations", "7")).as(said).isZero();

    String asked = Files.readString(folder.resolve("asked"));
    assertThat(asked).contains("-Dgroups=endurance").contains("multigres.testkit.operations=7");
    Path module = PROJECT.resolve(word(asked, "-pl ", " ")).resolve("src/test/java");
    String[] named = word(asked, "-Dtest=", " ").split(",", -1);
    assertThat(named).hasSize(tests);
    for (String test : named) {
      assertThat(sources(module)).contains(test + ".java");
    }
  }

  private static String word(String text, String before, String after) {
    int from = text.indexOf(before) + before.length();
    return text.substring(from, text.indexOf(after, from));
  }

  private static List<String> sources(Path module) throws IOException {
    try (Stream<Path> all = Files.walk(module)) {
      return all.map(file -> String.valueOf(file.getFileName())).collect(Collectors.toList());
    }
  }

  @Test
  void whatCouldNotBeJudgedHasAStatusOfItsOwn() throws Exception {
    reports(1, "Some", UNDECIDED);

    assertThat(run("--module", "theirs", "--tests", "Some")).as(said).isEqualTo(4);
    assertThat(said).contains("not all could be judged");
  }

  @Test
  void aViolationIsOneWhateverElseCouldNotBeJudged() throws Exception {
    reports(1, "Some", UNDECIDED, VIOLATED);

    assertThat(run("--module", "theirs", "--tests", "Some")).as(said).isEqualTo(1);
  }

  @Test
  void aRunThatDidNotComeToItsEndIsAFailure() throws Exception {
    reports(1, "Some", UNDECIDED);

    assertThat(run("--module", "theirs", "--tests", "Some,Other")).as(said).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7})
  void otherwiseTheStatusIsMavens(int status) throws Exception {
    reports(status, "Some");

    assertThat(run("--module", "theirs", "--tests", "Some")).as(said).isEqualTo(status);
  }

  @Test
  void anUnknownBackendIsRefusedWithThoseThatThereAre() throws Exception {
    assertThat(run("--backend", "paper")).isEqualTo(2);
    assertThat(said).contains("no backend paper").contains("kubernetes");
  }
}
