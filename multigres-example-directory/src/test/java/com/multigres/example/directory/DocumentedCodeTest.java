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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the pages for authors of backends and tests show as Java or as a part of a {@code pom.xml}
 * stands, statement after statement, in a file that the build compiles: of this module, of the
 * separate project, of the kit or of its servers. Lines may be broken elsewhere there.
 */
class DocumentedCodeTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final String PAGE = "writing-a-backend.md";
  private static final Pattern COMMENT = Pattern.compile("(?m)\\s*(?<!:)//.*$");
  private static final Pattern STATEMENT = Pattern.compile("(?<=[;{}])");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(java|xml)\\n(.*?)^```");

  @ParameterizedTest
  @CsvSource({PAGE + ", 4", "conformance.md, 1", "testing.md, 4"})
  void everySnippetIsCompiled(String page, int atLeast) throws IOException {
    List<List<String>> compiled = compiled();
    int snippets = 0;
    Matcher blocks = BLOCK.matcher(Files.readString(DOCS.resolve(page)));
    while (blocks.find()) {
      snippets++;
      List<String> pieces = pieces(blocks.group(1).equals("java"), blocks.group(2));
      assertThat(compiled)
          .as("files that hold, piece after piece:\n%s", blocks.group(2))
          .anyMatch(file -> holds(file, pieces));
    }
    assertThat(snippets).isGreaterThanOrEqualTo(atLeast);
  }

  @Test
  void everyFaultThatCanBeOfferedIsDescribed() throws IOException {
    String page = Files.readString(DOCS.resolve(PAGE));
    for (Fault fault : Fault.values()) {
      assertThat(page).containsPattern("(?m)^\\| .*`" + fault + "`.* \\|.*\\|.*\\|.*\\|$");
    }
  }

  @Test
  void aStatementThatNobodyCompilesIsNoticed() throws IOException {
    List<List<String>> compiled = compiled();
    List<String> changed = new ArrayList<>(pieces(true, Files.readString(aSource())));
    assertThat(compiled).anyMatch(file -> holds(file, changed));
    changed.set(changed.size() / 2, "returnnothing();");
    assertThat(compiled).noneMatch(file -> holds(file, changed));
  }

  private static Path aSource() {
    return Path.of("src/main/java/com/multigres/example/directory/DirectoryClient.java");
  }

  /** Whether the pieces end some of the file's in this order; others may stand between them. */
  private static boolean holds(List<String> file, List<String> snippet) {
    Iterator<String> rest = file.iterator();
    for (String line : snippet) {
      boolean found = false;
      while (!found && rest.hasNext()) {
        found = rest.next().endsWith(line);
      }
      if (!found) {
        return false;
      }
    }
    return true;
  }

  /** Statements of Java without comments and white space, or lines of anything else. */
  private static List<String> pieces(boolean java, String text) {
    if (!java) {
      return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
    return STATEMENT
        .splitAsStream(COMMENT.matcher(text).replaceAll(""))
        .map(piece -> piece.replaceAll("\\s+", ""))
        .filter(piece -> !piece.isEmpty())
        .toList();
  }

  private static List<List<String>> compiled() throws IOException {
    List<List<String>> files = new ArrayList<>();
    for (String module :
        List.of("", "../multigres-meta-testkit", "../multigres-meta-test-servers")) {
      try (Stream<Path> all = Files.walk(Path.of(module, "src"))) {
        all.filter(DocumentedCodeTest::isCompiled)
            .forEach(file -> files.add(pieces(isJava(file), read(file))));
      }
    }
    return files;
  }

  private static boolean isJava(Path file) {
    return file.toString().endsWith(".java");
  }

  private static boolean isCompiled(Path file) {
    return isJava(file) || file.endsWith(Path.of("separate", "pom.xml"));
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
