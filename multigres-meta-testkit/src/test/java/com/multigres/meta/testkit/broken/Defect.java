package com.multigres.meta.testkit.broken;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One way to break good stores.
 *
 * @param <S> the kind of store
 * @param rule the rule that is broken
 * @param name what the stores do, in words
 * @param opening how they are opened, as the good ones are but for the defect
 * @param tests the contract's tests, each of which must notice and cite the rule
 * @param patience how many seconds the tests wait for what does not come
 * @param errors the codes of the stores' own errors that may end a test because of the defect; any
 *     other shows that the test did not come to what it is about
 * @param judgements the rules of which a judgement of a recorded history may name one; which it
 *     names depends on the operation that it cannot explain
 * @param leaves whether the defect shows in what is left behind by tests that pass otherwise
 * @param lacks what is missing, in the words of the judgement, where a recorded history breaks no
 *     rule and yet is not what a store must do; empty where it breaks one
 */
public record Defect<S>(
    String rule,
    String name,
    UnaryOperator<Function<String, S>> opening,
    List<String> tests,
    int patience,
    Set<String> errors,
    Set<String> judgements,
    boolean leaves,
    Optional<String> lacks) {

  /** A defect of each store. */
  public static <S> Defect<S> of(
      String rule, String name, UnaryOperator<S> breaker, String... tests) {
    return opening(rule, name, opener -> where -> breaker.apply(opener.apply(where)), tests);
  }

  /** A defect in how stores are opened. */
  public static <S> Defect<S> opening(
      String rule, String name, UnaryOperator<Function<String, S>> opening, String... tests) {
    return new Defect<>(
        rule, name, opening, List.of(tests), 1, Set.of(), Set.of(rule), false, Optional.empty());
  }

  /** The same with tests that wait longer. */
  public Defect<S> waiting(int seconds) {
    return new Defect<>(rule, name, opening, tests, seconds, errors, judgements, leaves, lacks);
  }

  /** The same, shown by an error of the store where a good one has none. */
  public Defect<S> failing(Enum<?>... codes) {
    Set<String> names = Stream.of(codes).map(Enum::name).collect(Collectors.toSet());
    return new Defect<>(rule, name, opening, tests, patience, names, judgements, leaves, lacks);
  }

  /** The same, of which a judged history may name one of these rules. */
  public Defect<S> judged(String... rules) {
    return new Defect<>(rule, name, opening, tests, patience, errors, Set.of(rules), leaves, lacks);
  }

  /** The same, shown by what is left behind. */
  public Defect<S> leaving() {
    return new Defect<>(rule, name, opening, tests, patience, errors, judgements, true, lacks);
  }

  /** The same, of which a recorded history breaks no rule, and lacks this. */
  public Defect<S> lacking(String what) {
    return new Defect<>(
        rule, name, opening, tests, patience, errors, judgements, leaves, Optional.of(what));
  }
}
