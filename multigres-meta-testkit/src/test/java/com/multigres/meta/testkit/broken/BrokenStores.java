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
import org.junit.jupiter.api.DynamicTest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The proof that a contract notices: every defect makes the tests fail that it names, for the
 * reason that they are about, and those pass on the store without it.
 *
 * @param <S> the kind of store
 */
public final class BrokenStores<S> {
  private static final Logger log = LoggerFactory.getLogger(BrokenStores.class);

  /** How many seconds a good store may take: it takes them on a busy machine alone. */
  private static final int PATIENT = 30;

  /** In how many workloads a defect may stay hidden before it counts as not noticed. */
  private static final int TURNS = 20;

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
        .map(
            defect ->
                dynamicTest(
                    defect.rule() + ": " + defect.name(),
                    () -> defect.tests().forEach(test -> catches(defect, test))));
  }

  private void catches(Defect<S> defect, String test) {
    assertThat(tests.rulesOf(test)).as("rules that %s cites", test).contains(defect.rule());
    if (sound.add(test)) {
      assertThat(withoutDefect(test, PATIENT)).as("%s without a defect", test).isEmpty();
    }
    Symptom symptom = certain(defect, test);
    log.info("{}: {} is noticed by {}: {}", defect.rule(), defect.name(), test, symptom);
    assertThat(symptom.doubt(defect, tests.themeOf(test)))
        .as("%s notices %s, and does not fail by itself: %s", test, defect.name(), symptom)
        .isEmpty();
  }

  /** What shows with so much patience that a good store has enough of it. */
  private Symptom certain(Defect<S> defect, String test) {
    for (int patience = defect.patience(); ; patience *= 2) {
      Optional<Throwable> failure = noticed(defect, test, patience);
      assertThat(failure).as("%s notices %s", test, defect.name()).isPresent();
      Symptom symptom = new Symptom(failure.get());
      if (!symptom.isLateness() || patience >= PATIENT || withoutDefect(test, patience).isEmpty()) {
        return symptom;
      }
    }
  }

  private Optional<Throwable> noticed(Defect<S> defect, String test, int patience) {
    int turns = Symptom.judges(tests.themeOf(test)) ? TURNS : 1;
    Optional<Throwable> failure = Optional.empty();
    for (int turn = 0; turn < turns && failure.isEmpty(); turn++) {
      next.accept(defect.opening());
      failure = tests.run(test, patience, turn);
    }
    return failure;
  }

  private Optional<Throwable> withoutDefect(String test, int patience) {
    next.accept(UnaryOperator.identity());
    return tests.run(test, patience, 0);
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
