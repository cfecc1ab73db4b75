package com.multigres.meta.testkit.broken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedMethod;

import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.testkit.Seed;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** The tests of a contract, found by name and run one by one. */
public final class ContractTests {
  // Whether a random test notices a defect must not depend on its luck.
  private static final int FIRST_SEED = 4711;

  private final Class<?> subclass;
  private final List<Found> all;

  private record Found(Class<?> theme, Method test) {
    List<String> rules() {
      return List.of(test.getAnnotation(Rule.class).value());
    }
  }

  /**
   * The tests of a contract.
   *
   * @param contract holds the themes as nested classes
   * @param subclass runs them on some store
   */
  public ContractTests(Class<?> contract, Class<?> subclass) {
    this.subclass = subclass;
    this.all =
        Stream.of(contract.getDeclaredClasses())
            .filter(theme -> theme.isAnnotationPresent(Nested.class))
            .flatMap(
                theme ->
                    Stream.of(theme.getMethods())
                        .filter(method -> method.isAnnotationPresent(Rule.class))
                        .map(method -> new Found(theme, method)))
            .toList();
  }

  /** Every rule that some test cites. */
  public Set<String> rules() {
    Set<String> cited = new TreeSet<>();
    all.forEach(found -> cited.addAll(found.rules()));
    return cited;
  }

  /** The rules that a test cites. */
  public List<String> rulesOf(String test) {
    return found(test).rules();
  }

  /** The class in which a test stands. */
  public Class<?> themeOf(String test) {
    return found(test).test().getDeclaringClass();
  }

  /**
   * Runs a test.
   *
   * @param patience how many seconds it waits for what does not come
   * @param turn how many runs came before that were to show the same: each has a seed of its own
   * @return why it failed, empty when it passed
   */
  public Optional<Throwable> run(String test, int patience, int turn) {
    Found found = found(test);
    Map<String, String> set =
        Map.of(Patience.PROPERTY, "" + patience, Seed.PROPERTY, "" + (FIRST_SEED + turn));
    Properties before = (Properties) System.getProperties().clone();
    set.forEach(System::setProperty);
    try {
      Events tests =
          EngineTestKit.engine("junit-jupiter")
              .selectors(selectNestedMethod(List.of(subclass), found.theme(), found.test()))
              .execute()
              .testEvents();
      assertThat(tests.finished().count()).as("runs of %s", test).isPositive();
      assertThat(tests.aborted().count()).as("aborted runs of %s", test).isZero();
      return tests.failed().stream()
          .map(event -> event.getRequiredPayload(TestExecutionResult.class))
          .flatMap(result -> result.getThrowable().stream())
          .findFirst();
    } finally {
      set.keySet().forEach(name -> restore(name, before.getProperty(name)));
    }
  }

  private static void restore(String name, @Nullable String value) {
    if (value == null) {
      System.clearProperty(name);
    } else {
      System.setProperty(name, value);
    }
  }

  private Found found(String test) {
    List<Found> named = new ArrayList<>(all);
    named.removeIf(found -> !found.test().getName().equals(test));
    assertThat(named).as("tests of the contract named %s", test).hasSize(1);
    return named.get(0);
  }
}
