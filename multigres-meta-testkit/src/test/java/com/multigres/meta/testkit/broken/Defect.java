package com.multigres.meta.testkit.broken;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One way to break good stores.
 *
 * @param <S> the kind of store
 * @param rule the rule that is broken
 * @param name what the stores do, in words
 * @param opening how they are opened, as the good ones are but for the defect
 * @param tests the contract's tests, each of which must notice and cite the rule
 * @param patience how many seconds the tests wait for what does not come
 */
public record Defect<S>(
    String rule,
    String name,
    UnaryOperator<Function<String, S>> opening,
    List<String> tests,
    int patience) {

  /** A defect of each store. */
  public static <S> Defect<S> of(
      String rule, String name, UnaryOperator<S> breaker, String... tests) {
    return opening(rule, name, opener -> where -> breaker.apply(opener.apply(where)), tests);
  }

  /** A defect in how stores are opened. */
  public static <S> Defect<S> opening(
      String rule, String name, UnaryOperator<Function<String, S>> opening, String... tests) {
    return new Defect<>(rule, name, opening, List.of(tests), 1);
  }

  /** The same with tests that wait longer. */
  public Defect<S> waiting(int seconds) {
    return new Defect<>(rule, name, opening, tests, seconds);
  }
}
