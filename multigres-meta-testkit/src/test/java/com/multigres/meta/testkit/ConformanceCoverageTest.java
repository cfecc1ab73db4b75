package com.multigres.meta.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.testkit.catalog.CatalogStoreContract;
import com.multigres.meta.testkit.topo.TopoStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the page about coverage says is so. */
class ConformanceCoverageTest {
  private static final Pattern NAME = Pattern.compile("`(\\w+\\.\\w+)`");
  private static final Pattern NUMBER = Pattern.compile("(?m)^\\| (\\d+) ");

  private final String page = read(Path.of("..", "docs", "conformance-coverage.md"));

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new AssertionError(file.toAbsolutePath() + " cannot be read", unreadable);
    }
  }

  private static Set<String> tests() {
    return Stream.of(TopoStoreContract.class, CatalogStoreContract.class)
        .flatMap(contract -> Stream.of(contract.getDeclaredClasses()))
        .flatMap(
            theme ->
                Stream.of(theme.getMethods())
                    .filter(method -> method.isAnnotationPresent(Rule.class))
                    .map(method -> theme.getSimpleName() + "." + method.getName()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyTestThatThePageNamesExists() {
    List<String> named = NAME.matcher(page).results().map(match -> match.group(1)).toList();
    assertThat(named).hasSizeGreaterThan(80);
    assertThat(tests()).containsAll(named);
  }

  @Test
  void everyQuestionHasItsTests() {
    List<Integer> numbers =
        NUMBER.matcher(page).results().map(ConformanceCoverageTest::number).toList();
    assertThat(numbers).doesNotHaveDuplicates().isSorted();
    assertThat(numbers).containsAll(IntStream.rangeClosed(1, 47).boxed().toList());
    assertThat(page.lines().filter(line -> line.matches("\\| \\d+ .*")))
        .allMatch(line -> NAME.matcher(line).find());
  }

  private static int number(MatchResult match) {
    return Integer.parseInt(match.group(1));
  }
}
