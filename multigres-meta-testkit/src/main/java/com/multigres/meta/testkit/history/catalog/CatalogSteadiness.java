package com.multigres.meta.testkit.history.catalog;

import com.multigres.meta.catalog.Position;
import com.multigres.meta.testkit.history.CatalogCall;
import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.Result;
import com.multigres.meta.testkit.history.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * That a read which asked for a position reached it (rule C6), that a page goes down one by one
 * (rule C8), and that one position always shows the same catalog: whether or not a history is lost.
 */
final class CatalogSteadiness {
  private record Shown(Operation operation, String content) {}

  private CatalogSteadiness() {}

  static Optional<Verdict> check(History history, List<CatalogSighting> sightings) {
    return tooOld(sightings)
        .or(() -> differing(sightings))
        .or(() -> history.operations().stream().flatMap(one -> page(one).stream()).findFirst());
  }

  private static Optional<Verdict> tooOld(List<CatalogSighting> sightings) {
    for (CatalogSighting sighting : sightings) {
      if (sighting.operation().isDone()
          && sighting.operation().call() instanceof CatalogCall.Read read
          && read.atLeast().isPresent()
          && read.atLeast().get().generation() > sighting.generation()) {
        return violated(
            "C6",
            "a read did not reach the position that it asked for",
            List.of(sighting.operation()));
      }
    }
    return Optional.empty();
  }

  private static Optional<Verdict> differing(List<CatalogSighting> sightings) {
    Map<Position, Shown> contents = new HashMap<>();
    for (CatalogSighting sighting : sightings) {
      if (!sighting.content().isEmpty()) {
        Shown shown = new Shown(sighting.operation(), sighting.content());
        Shown before = contents.putIfAbsent(sighting.position(), shown);
        if (before != null && !before.content().equals(sighting.content())) {
          return violated(
              "C6",
              "the position " + sighting.position() + " was shown with two different catalogs",
              List.of(before.operation(), sighting.operation()));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Verdict> page(Operation operation) {
    if (operation.call() instanceof CatalogCall.Page page
        && operation.ending() instanceof Ending.Done done
        && done.result() instanceof Result.Entries entries) {
      long before = page.before();
      for (Position position : entries.positions()) {
        if (position.generation() >= before
            || (before != page.before() && position.generation() != before - 1)) {
          return violated(
              "C8", "a page of the history has a gap at " + position, List.of(operation));
        }
        before = position.generation();
      }
    }
    return Optional.empty();
  }

  private static Optional<Verdict> violated(String rule, String why, List<Operation> smallest) {
    return Optional.of(new Verdict.Violated(rule, why, smallest));
  }
}
