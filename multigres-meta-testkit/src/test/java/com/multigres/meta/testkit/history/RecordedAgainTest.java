package com.multigres.meta.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.multigres.meta.testkit.history.check.HistoryChecker;
import com.multigres.meta.testkit.history.file.HistoryFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Histories that were recorded once, of broken stores and of good ones: they are read as they were
 * written and judged as they were then. A file's name says how: the theme, the rule that is broken
 * and by what, or that all is passed. {@code RecordingBrokenStores} writes new ones; whoever finds
 * a fault of a real store by its history puts that here.
 */
class RecordedAgainTest {
  private static final Path KEPT = Path.of("src", "test", "resources", "histories");
  private static final String PASSED = "passed";
  private static final int LARGEST = 30 * 1024;
  private static final int FEWEST = 20;

  @TempDir Path folder;

  private static List<Path> kept() throws IOException {
    try (Stream<Path> files = Files.list(KEPT)) {
      return files.sorted().toList();
    }
  }

  @TestFactory
  Stream<DynamicTest> eachIsJudgedAsItWas() throws IOException {
    assertThat(kept()).hasSizeGreaterThan(FEWEST);
    return kept().stream().map(file -> dynamicTest(name(file), () -> isJudged(file)));
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static void isJudged(Path file) throws IOException {
    Map<String, Verdict> verdicts = new HistoryChecker().check(HistoryFile.read(List.of(file)));
    String[] words = name(file).split("-", 3);
    if (words[0].equals(PASSED)) {
      assertThat(verdicts.values()).isNotEmpty().containsOnly(new Verdict.Passed());
    } else {
      assertThat(verdicts.get(words[0]))
          .isInstanceOfSatisfying(
              Verdict.Violated.class, bad -> assertThat(bad.rule()).isEqualTo(words[1]));
    }
  }

  @TestFactory
  Stream<DynamicTest> eachIsWrittenAsItWas() throws IOException {
    return kept().stream().map(file -> dynamicTest(name(file), () -> isWritten(file)));
  }

  private void isWritten(Path file) throws IOException {
    assertThat(Files.size(file)).isLessThanOrEqualTo(LARGEST);
    Path again = folder.resolve(name(file));
    HistoryFile.write(again, HistoryFile.read(List.of(file)));
    assertThat(again).hasSameTextualContentAs(file);
  }
}
