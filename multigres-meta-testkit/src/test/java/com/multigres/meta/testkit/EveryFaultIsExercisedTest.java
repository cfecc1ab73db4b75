package com.multigres.meta.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That no accident is only a word: some rule needs it, and some backend's tests arrange it. */
class EveryFaultIsExercisedTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** Those of which the pages say that nobody arranges them, and why. */
  private static final Set<Fault> BY_NOBODY = Set.of(Fault.SKEW_CLOCK);

  private static List<String> sources(Path folder, Predicate<String> named) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> named.test(file.getFileName().toString()))
          .map(EveryFaultIsExercisedTest::read)
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Backends' tests; what the kit arranges for its own is no proof. */
  private static OfferedFaults offered() {
    try (Stream<Path> modules = Files.list(ROOT)) {
      return new OfferedFaults(
          modules
              .filter(module -> !module.endsWith("multigres-meta-testkit"))
              .map(module -> module.resolve("src/test/java"))
              .filter(Files::isDirectory)
              .flatMap(tests -> sources(tests, name -> name.endsWith(".java")).stream())
              .toList());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Whether a rule for such stores needs it. */
  private static boolean isNeeded(String kind, Fault fault) {
    Path rules = Path.of("src/main/java/com/multigres/meta/testkit", kind);
    return sources(rules, name -> name.endsWith("Rules.java")).stream()
        .anyMatch(source -> source.matches("(?s).*\\bFault\\." + fault.name() + "\\b.*"));
  }

  @ParameterizedTest
  @EnumSource
  void aRuleNeedsIt(Fault fault) {
    assertThat(Stream.of("topo", "catalog")).anyMatch(kind -> isNeeded(kind, fault));
  }

  @ParameterizedTest
  @EnumSource
  void someTestsArrangeItOrAPageSaysWhyNobodyCan(Fault fault) {
    Set<String> offering = offered().kindsWith(fault);
    if (BY_NOBODY.contains(fault)) {
      assertThat(offering).isEmpty();
      assertThat(read(ROOT.resolve("docs/testing.md")))
          .contains("`" + fault + "` is offered by no tests of this build");
    } else {
      assertThat(Stream.of("topo", "catalog").filter(kind -> isNeeded(kind, fault)))
          .as("kinds of stores whose rules need %s", fault)
          .isSubsetOf(offering);
    }
  }

  @Test
  void thePageForAuthorsDescribesThemAll() {
    List<String> rows =
        read(ROOT.resolve("docs/writing-a-backend.md"))
            .lines()
            .filter(line -> line.startsWith("| `"))
            .toList();
    assertThat(Fault.values())
        .allSatisfy(
            fault -> assertThat(rows).anyMatch(row -> row.contains("`" + fault.name() + "`")));
  }
}
