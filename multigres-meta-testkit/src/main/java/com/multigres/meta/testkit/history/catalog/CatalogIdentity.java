package com.multigres.meta.testkit.history.catalog;

import com.multigres.meta.testkit.history.CatalogCall;
import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.Verdict;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * That a generation is one change and a change one generation, that a change is known by the id it
 * was given, and that none which was refused is anywhere.
 */
final class CatalogIdentity {
  private final Map<Long, CatalogSighting> byGeneration = new HashMap<>();
  private final Map<String, CatalogSighting> byChange = new HashMap<>();
  private final Map<Long, CatalogSighting> makers = new HashMap<>();
  private final Map<String, Operation> refused;

  private final Map<String, Operation> answers = new HashMap<>();

  // The ids that callers chose.
  private final Set<String> chosen = new HashSet<>();

  private CatalogIdentity(History history) {
    this.refused = refused(history);
    for (Operation operation : history.operations()) {
      if (operation.call() instanceof CatalogCall.Apply apply) {
        apply.changeId().ifPresent(chosen::add);
      }
    }
  }

  static Optional<Verdict> check(History history, List<CatalogSighting> sightings) {
    CatalogIdentity identity = new CatalogIdentity(history);
    return sightings.stream().flatMap(one -> identity.add(one).stream()).findFirst();
  }

  /** The changes, by their ids, that no attempt can have applied. */
  private static Map<String, Operation> refused(History history) {
    Map<String, Operation> refused = new HashMap<>();
    Set<String> others = new HashSet<>();
    for (Operation operation : history.operations()) {
      if (operation.call() instanceof CatalogCall.Apply apply && apply.changeId().isPresent()) {
        if (operation.ending() instanceof Ending.Failed) {
          refused.put(apply.changeId().get(), operation);
        } else {
          others.add(apply.changeId().get());
        }
      }
    }
    refused.keySet().removeAll(others);
    return refused;
  }

  private Optional<Verdict> add(CatalogSighting sighting) {
    return differs(byGeneration.putIfAbsent(sighting.generation(), sighting), sighting, "C9")
        .or(() -> differs(byChange.putIfAbsent(sighting.changeId(), sighting), sighting, "C5"))
        .or(() -> refused(sighting))
        .or(() -> current(sighting))
        .or(() -> repeated(sighting))
        .or(() -> made(sighting));
  }

  private static Optional<Verdict> differs(
      @Nullable CatalogSighting before, CatalogSighting now, String rule) {
    return before == null || before.position().equals(now.position())
        ? Optional.empty()
        : violated(
            rule,
            "the positions "
                + before.position()
                + " and "
                + now.position()
                + " cannot be of one history, and nobody was told of a lost one",
            before.operation(),
            now.operation());
  }

  private Optional<Verdict> refused(CatalogSighting sighting) {
    Operation refusal = refused.get(sighting.changeId());
    return refusal == null
        ? Optional.empty()
        : violated(
            "C11",
            "the change of generation " + sighting.generation() + " was reported as not applied",
            refusal,
            sighting.operation());
  }

  /** Where it stood when it was refused is not where it was expected. */
  private static Optional<Verdict> current(CatalogSighting sighting) {
    Operation operation = sighting.operation();
    return operation.ending() instanceof Ending.Failed failed
            && failed.code().equals("STALE_POSITION")
            && operation.call() instanceof CatalogCall.Apply apply
            && apply.expected().equals(Optional.of(sighting.position()))
        ? Optional.of(
            new Verdict.Violated(
                "C5",
                "a change was refused though the catalog stood where it was expected",
                List.of(operation)))
        : Optional.empty();
  }

  /** A repeat under the same id is answered as the first one was. */
  private Optional<Verdict> repeated(CatalogSighting sighting) {
    Operation now = sighting.operation();
    if (!(now.call() instanceof CatalogCall.Apply apply)
        || apply.changeId().isEmpty()
        || !now.isDone()) {
      return Optional.empty();
    }
    Operation first = answers.putIfAbsent(apply.changeId().get(), now);
    return first == null || first.ending().equals(now.ending())
        ? Optional.empty()
        : violated("C5", "a change was answered in two ways under one id", first, now);
  }

  private Optional<Verdict> made(CatalogSighting sighting) {
    if (sighting.kind() != CatalogSighting.Kind.MADE
        || !(sighting.operation().call() instanceof CatalogCall.Apply apply)) {
      return Optional.empty();
    }
    boolean own =
        apply
            .changeId()
            .map(sighting.changeId()::equals)
            .orElseGet(() -> !chosen.contains(sighting.changeId()));
    boolean next =
        apply.expected().map(at -> at.generation() + 1 == sighting.generation()).orElse(true);
    if (!own || !next) {
      return Optional.of(
          new Verdict.Violated(
              "C5",
              "a change was told a position that is not its own: " + sighting.position(),
              List.of(sighting.operation())));
    }
    CatalogSighting other = makers.put(sighting.generation(), sighting);
    return other == null || apply.changeId().isPresent()
        ? Optional.empty()
        : violated(
            "C5",
            "two changes were told that they made " + sighting.position(),
            other.operation(),
            sighting.operation());
  }

  private static Optional<Verdict> violated(
      String rule, String why, Operation first, Operation second) {
    return Optional.of(new Verdict.Violated(rule, why, List.of(first, second)));
  }
}
