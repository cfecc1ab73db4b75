package com.multigres.example.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.testkit.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the page about writing a backend shows as Java or as a part of a {@code pom.xml} stands,
 * line after line, in a file that the build compiles and runs: of this module, or of the separate
 * project.
 */
class DocumentedCodeTest {
  private static final Path PAGE = Path.of("..", "docs", "writing-a-backend.md");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(java|xml)\\n(.*?)^```");

  @Test
  void everySnippetIsCompiled() throws IOException {
    List<List<String>> compiled = compiled();
    List<String> snippets = new ArrayList<>();
    Matcher blocks = BLOCK.matcher(Files.readString(PAGE));
    while (blocks.find()) {
      snippets.add(blocks.group(2));
    }
    assertThat(snippets).hasSizeGreaterThan(3);
    assertThat(snippets)
        .allSatisfy(
            snippet ->
                assertThat(compiled)
                    .as("files that hold, line after line:\n%s", snippet)
                    .anyMatch(file -> holds(file, lines(snippet))));
  }

  @Test
  void everyFaultThatCanBeOfferedIsDescribed() throws IOException {
    String page = Files.readString(PAGE);
    for (Fault fault : Fault.values()) {
      assertThat(page).containsPattern("(?m)^\\| .*`" + fault + "`.* \\|.*\\|.*\\|.*\\|$");
    }
  }

  @Test
  void aLineThatNobodyCompilesIsNoticed() throws IOException {
    List<List<String>> compiled = compiled();
    List<String> changed = new ArrayList<>(lines(Files.readString(aSource())));
    assertThat(compiled).anyMatch(file -> holds(file, changed));
    changed.set(changed.size() / 2, "return nothing();");
    assertThat(compiled).noneMatch(file -> holds(file, changed));
  }

  private static Path aSource() {
    return Path.of("src/main/java/com/multigres/example/directory/DirectoryClient.java");
  }

  /** Whether the lines stand in the file in this order; other lines may stand between them. */
  private static boolean holds(List<String> file, List<String> snippet) {
    Iterator<String> rest = file.iterator();
    for (String line : snippet) {
      boolean found = false;
      while (!found && rest.hasNext()) {
        found = rest.next().equals(line);
      }
      if (!found) {
        return false;
      }
    }
    return true;
  }

  private static List<String> lines(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  private static List<List<String>> compiled() throws IOException {
    List<List<String>> files = new ArrayList<>();
    for (Path folder : List.of(Path.of("src"), Path.of("..", "multigres-meta-testkit", "src"))) {
      try (Stream<Path> all = Files.walk(folder)) {
        all.filter(DocumentedCodeTest::isCompiled).forEach(file -> files.add(lines(read(file))));
      }
    }
    return files;
  }

  private static boolean isCompiled(Path file) {
    return file.toString().endsWith(".java") || file.endsWith(Path.of("separate", "pom.xml"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file)
          .replace("@surefire@", System.getProperty("multigres.surefire", ""));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
