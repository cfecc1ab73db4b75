package com.multigres.meta.testkit.history.catalog;

import com.multigres.meta.catalog.Position;
import com.multigres.meta.testkit.history.Call;
import com.multigres.meta.testkit.history.CatalogCall;
import com.multigres.meta.testkit.history.CatalogNews;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * That a subscription which had time to settle told of the last generation, or was begun there
 * (rule C7).
 */
final class CatalogSettled {
  private record Known(Operation operation, long generation) {}

  private final Map<String, Known> streams = new HashMap<>();

  // In the order of their ends: each is the largest generation seen until then.
  private final List<CatalogSighting> largest = new ArrayList<>();

  private CatalogSettled(List<CatalogSighting> sightings) {
    sightings.stream()
        .sorted(Comparator.comparingLong(one -> one.operation().returned()))
        .filter(
            one ->
                largest.isEmpty()
                    || one.generation() > largest.get(largest.size() - 1).generation())
        .forEach(largest::add);
  }

  static Optional<Verdict> check(History history, List<CatalogSighting> sightings) {
    CatalogSettled settled = new CatalogSettled(sightings);
    return history.operations().stream().flatMap(one -> settled.add(one).stream()).findFirst();
  }

  private Optional<Verdict> add(Operation operation) {
    if (operation.call() instanceof CatalogCall.Subscribe subscribe) {
      // Without a position, the first generation is news already.
      long from = subscribe.from().map(Position::generation).orElse(0L);
      streams.put(subscribe.stream(), new Known(operation, from));
    } else if (operation.call() instanceof CatalogCall.Told told) {
      told(operation, told);
    } else if (operation.call() instanceof Call.Settled settled) {
      return Optional.ofNullable(streams.get(settled.stream()))
          .flatMap(known -> missed(known, operation));
    }
    return Optional.empty();
  }

  private void told(Operation operation, CatalogCall.Told told) {
    if (told.news() instanceof CatalogNews.Ended) {
      streams.remove(told.stream());
    }
    CatalogSighting.in(operation)
        .forEach(
            one ->
                streams.computeIfPresent(
                    told.stream(), (name, before) -> new Known(operation, one.generation())));
  }

  private Optional<Verdict> missed(Known known, Operation settled) {
    return largest.stream()
        .filter(one -> one.operation().returned() < settled.invoked())
        .filter(one -> one.generation() > known.generation())
        .findFirst()
        .map(
            one ->
                new Verdict.Violated(
                    "C7",
                    "a subscription had time to settle and never told of " + one.position(),
                    List.of(known.operation(), one.operation(), settled)));
  }
}
