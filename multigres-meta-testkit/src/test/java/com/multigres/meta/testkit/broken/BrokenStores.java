package com.multigres.meta.testkit.broken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;
import org.junit.jupiter.api.DynamicTest;

/**
 * The proof that a contract notices: every defect makes the tests fail that it names, and those
 * pass on the store without it.
 *
 * @param <S> the kind of store
 */
public final class BrokenStores<S> {
  /** How many seconds a good store may take: it takes them on a busy machine alone. */
  private static final int PATIENT = 30;

  private final ContractTests tests;
  private final Consumer<UnaryOperator<Function<String, S>>> next;
  private final Set<String> sound = new HashSet<>();

  /**
   * Stores to be broken.
   *
   * @param tests the contract's tests
   * @param next prepares a new server whose stores are opened so
   */
  public BrokenStores(ContractTests tests, Consumer<UnaryOperator<Function<String, S>>> next) {
    this.tests = tests;
    this.next = next;
  }

  /** One test for each defect. */
  public Stream<DynamicTest> caught(List<Defect<S>> defects) {
    return defects.stream()
        .map(defect -> dynamicTest(defect.rule() + ": " + defect.name(), () -> catches(defect)));
  }

  private void catches(Defect<S> defect) {
    for (String test : defect.tests()) {
      assertThat(tests.rulesOf(test)).as("rules that %s cites", test).contains(defect.rule());
      if (sound.add(test)) {
        next.accept(UnaryOperator.identity());
        assertThat(tests.run(test, PATIENT)).as("%s without a defect", test).isEmpty();
      }
      next.accept(defect.opening());
      Optional<Throwable> failure = tests.run(test, defect.patience());
      assertThat(failure).as("%s notices %s", test, defect.name()).isPresent();
      assertThat(noticed(failure.get()))
          .as("%s fails because it noticed, not by itself: %s", test, failure.get())
          .isTrue();
    }
  }

  private static boolean noticed(Throwable failure) {
    return failure instanceof AssertionError
        || failure instanceof ConditionTimeoutException
        || failure instanceof TerminalFailureException
        || failure.getClass().getName().startsWith("com.multigres.meta.")
        || failure instanceof java.util.concurrent.TimeoutException
        || (failure instanceof java.util.concurrent.CompletionException
            && failure.getCause() != null
            && noticed(failure.getCause()));
  }

  /** Every rule that some test of the contract cites. */
  public Set<String> tested() {
    return tests.rules();
  }

  /** The rules that the contract tests and no defect breaks. */
  public Set<String> unbroken(List<Defect<S>> defects) {
    Set<String> rules = new TreeSet<>(tests.rules());
    defects.forEach(defect -> rules.remove(defect.rule()));
    return rules;
  }
}
