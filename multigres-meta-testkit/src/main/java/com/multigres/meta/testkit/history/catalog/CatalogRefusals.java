package com.multigres.meta.testkit.history.catalog;

import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.ChangeResult;
import com.multigres.meta.testkit.history.CatalogCall;
import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * That a change which was refused by a rule (rule C4) breaks one in some catalog that may have
 * stood when it was decided, and that a repeat of what was done before is not refused (rule C5).
 * Where it is not known what may have stood then, nothing is said.
 */
final class CatalogRefusals {
  private static final Set<String> BY_RULE = Set.of("RULE_BROKEN", "NOT_FOUND", "ALREADY_EXISTS");

  private final GenerationSpans spans;
  private final Map<Long, Catalog> states;
  private final Map<String, Operation> done = new HashMap<>();

  // When each change was asked for that nobody knows the end of, and that nobody saw.
  private final List<Long> unseen = new ArrayList<>();

  private CatalogRefusals(
      History history,
      List<CatalogSighting> sightings,
      GenerationSpans spans,
      Map<Long, Catalog> states) {
    this.spans = spans;
    this.states = states;
    Set<String> seen = new HashSet<>();
    sightings.forEach(sighting -> seen.add(sighting.changeId()));
    history.operations().forEach(operation -> collect(operation, seen));
  }

  static Optional<Verdict> check(
      History history,
      List<CatalogSighting> sightings,
      GenerationSpans spans,
      Map<Long, Catalog> states) {
    CatalogRefusals refusals = new CatalogRefusals(history, sightings, spans, states);
    return history.operations().stream().flatMap(one -> refusals.check(one).stream()).findFirst();
  }

  private void collect(Operation operation, Set<String> seen) {
    if (operation.call() instanceof CatalogCall.Apply apply) {
      if (operation.ending() instanceof Ending.Unknown
          && apply.changeId().filter(seen::contains).isEmpty()) {
        unseen.add(operation.invoked());
      } else if (operation.isDone() && apply.changeId().isPresent()) {
        done.merge(
            apply.changeId().get(),
            operation,
            (one, other) -> one.returned() <= other.returned() ? one : other);
      }
    }
  }

  private Optional<Verdict> check(Operation operation) {
    return operation.call() instanceof CatalogCall.Apply apply
            && operation.ending() instanceof Ending.Failed failed
            && BY_RULE.contains(failed.code())
        ? repeated(operation, apply).or(() -> groundless(operation, apply, failed.code()))
        : Optional.empty();
  }

  private Optional<Verdict> repeated(Operation operation, CatalogCall.Apply apply) {
    return apply
        .changeId()
        .map(done::get)
        .filter(first -> first.returned() < operation.invoked())
        .map(
            first ->
                new Verdict.Violated(
                    "C5",
                    "a change was refused under an id under which it was done before",
                    List.of(first, operation)));
  }

  private Optional<Verdict> groundless(Operation operation, CatalogCall.Apply apply, String code) {
    if (apply.changes().isEmpty()) {
      return Optional.empty();
    }
    List<Long> possible = possible(operation);
    boolean valid =
        !possible.isEmpty()
            && possible.stream()
                .map(states::get)
                .allMatch(catalog -> catalog != null && accepts(catalog, apply));
    return valid ? Optional.of(violated(operation, possible, code)) : Optional.empty();
  }

  private static boolean accepts(Catalog catalog, CatalogCall.Apply apply) {
    return !(catalog.apply(apply.changes()) instanceof ChangeResult.Refused);
  }

  /** The generations that may have stood at some moment of an operation; none where unknown. */
  private List<Long> possible(Operation operation) {
    long generation = spans.madeBefore(operation.invoked());
    if (generation == 0) {
      return List.of();
    }
    List<Long> possible = new ArrayList<>(List.of(generation));
    while (generation < spans.seen().last()
        && spans.mayBeMadeBy(generation + 1, operation.returned())) {
      possible.add(++generation);
    }
    boolean mayGoOn =
        generation == spans.seen().last()
            && unseen.stream().anyMatch(asked -> asked <= operation.returned());
    return mayGoOn ? List.of() : possible;
  }

  private static Verdict violated(Operation operation, List<Long> possible, String code) {
    long first = possible.get(0);
    long last = possible.get(possible.size() - 1);
    String where =
        first == last ? "generation " + first : "the generations " + first + " to " + last;
    return new Verdict.Violated(
        "C4",
        "a change was refused with " + code + " though it breaks no rule in " + where,
        List.of(operation));
  }
}
