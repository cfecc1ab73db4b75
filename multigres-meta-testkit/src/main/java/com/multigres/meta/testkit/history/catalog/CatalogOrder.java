package com.multigres.meta.testkit.history.catalog;

import com.multigres.meta.testkit.history.CatalogCall;
import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether every generation can have begun at one moment such that all is as it was told (rule C6):
 * not before its change was asked for, not before a read that still found an older one began, and
 * not after anybody was told of it or of a later one.
 */
final class CatalogOrder {
  // By generation: the operation that began last of those before which it cannot have been made.
  private final TreeMap<Long, Bound> earliest = new TreeMap<>();

  // By generation: the operation that ended first of those that saw it or a later one.
  private final TreeMap<Long, Bound> latest = new TreeMap<>();
  private final Map<String, Bound> firstAsked = new HashMap<>();

  private record Bound(long time, Operation operation) {
    static Bound later(Bound one, Bound other) {
      return one.time >= other.time ? one : other;
    }

    static Bound sooner(Bound one, Bound other) {
      return one.time <= other.time ? one : other;
    }
  }

  private CatalogOrder(History history, List<CatalogSighting> sightings) {
    history.operations().forEach(this::asked);
    sightings.forEach(this::sighted);
  }

  static Optional<Verdict> check(History history, List<CatalogSighting> sightings) {
    return new CatalogOrder(history, sightings).check();
  }

  private void asked(Operation operation) {
    if (operation.call() instanceof CatalogCall.Apply apply
        && !(operation.ending() instanceof Ending.Failed)) {
      Bound asked = new Bound(operation.invoked(), operation);
      apply.changeId().ifPresent(id -> firstAsked.merge(id, asked, Bound::sooner));
    }
  }

  private void sighted(CatalogSighting sighting) {
    Operation operation = sighting.operation();
    long generation = sighting.generation();
    latest.merge(generation, new Bound(operation.returned(), operation), Bound::sooner);
    // A repeat under the same id answers for the first.
    Bound asked = firstAsked.get(sighting.changeId());
    if (asked != null) {
      earliest.merge(generation, asked, Bound::later);
    } else if (sighting.kind() == CatalogSighting.Kind.MADE) {
      earliest.merge(generation, new Bound(operation.invoked(), operation), Bound::later);
    }
    if (sighting.kind() == CatalogSighting.Kind.CURRENT) {
      stillAt(generation, operation);
    }
  }

  /** At an operation's beginning the next generation cannot have been made yet. */
  private void stillAt(long generation, Operation operation) {
    earliest.merge(generation + 1, new Bound(operation.invoked(), operation), Bound::later);
  }

  private Optional<Verdict> check() {
    List<Long> generations = new ArrayList<>(latest.keySet());
    TreeMap<Long, Bound> soonestSeen = new TreeMap<>();
    @Nullable Bound soonest = null;
    for (Map.Entry<Long, Bound> entry : latest.descendingMap().entrySet()) {
      soonest = soonest == null ? entry.getValue() : Bound.sooner(soonest, entry.getValue());
      soonestSeen.put(entry.getKey(), soonest);
    }
    @Nullable Bound last = null;
    for (long generation : generations) {
      for (Bound bound : earliest.headMap(generation, true).values()) {
        last = last == null ? bound : Bound.later(last, bound);
      }
      earliest.headMap(generation, true).clear();
      Bound seen = soonestSeen.get(generation);
      if (last != null && seen != null && last.time() > seen.time()) {
        return Optional.of(violated(generation, last.operation(), seen.operation()));
      }
    }
    return Optional.empty();
  }

  private static Verdict violated(long generation, Operation later, Operation seen) {
    return new Verdict.Violated(
        "C6",
        "generation "
            + generation
            + " or a later one was seen by "
            + seen.client()
            + " before it can have been made, as "
            + later.client()
            + " knew only earlier ones or had not asked for it",
        List.of(seen, later));
  }
}
