package com.multigres.meta.testkit.history.catalog;

import com.multigres.meta.testkit.history.CatalogCall;
import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * When each generation can have been made: not before its change was asked for or a read that still
 * found an older one began, and not after anybody was told of it or of a later one.
 */
final class GenerationSpans {
  // By generation: the operation that began last of those before which it cannot have been made.
  private final NavigableMap<Long, Bound> earliest = new TreeMap<>();

  // By generation: the operation that ended first of those that saw it or a later one.
  private final NavigableMap<Long, Bound> latest = new TreeMap<>();
  private final Map<String, Bound> firstAsked = new HashMap<>();
  private final List<Map.Entry<Long, Bound>> told;

  /** A moment, and what shows it. */
  record Bound(long time, Operation operation) {
    static Bound later(Bound one, Bound other) {
      return one.time >= other.time ? one : other;
    }

    static Bound sooner(Bound one, Bound other) {
      return one.time <= other.time ? one : other;
    }
  }

  GenerationSpans(History history, List<CatalogSighting> sightings) {
    history.operations().forEach(this::asked);
    sightings.forEach(this::sighted);
    @Nullable Bound last = null;
    for (Map.Entry<Long, Bound> entry : earliest.entrySet()) {
      last = last == null ? entry.getValue() : Bound.later(last, entry.getValue());
      entry.setValue(last);
    }
    @Nullable Bound soonest = null;
    for (Map.Entry<Long, Bound> entry : latest.descendingMap().entrySet()) {
      soonest = soonest == null ? entry.getValue() : Bound.sooner(soonest, entry.getValue());
      entry.setValue(soonest);
    }
    told = List.copyOf(latest.entrySet());
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
      // At its beginning the next generation cannot have been made yet.
      earliest.merge(generation + 1, new Bound(operation.invoked(), operation), Bound::later);
    }
  }

  /** The generations that somebody saw. */
  NavigableSet<Long> seen() {
    return latest.navigableKeySet();
  }

  /** Before when a generation, and so every later one, cannot have been made. */
  Optional<Bound> notBefore(long generation) {
    return Optional.ofNullable(earliest.floorEntry(generation)).map(Map.Entry::getValue);
  }

  /** By when a generation was made, as it or a later one was seen. */
  Optional<Bound> notAfter(long generation) {
    return Optional.ofNullable(latest.ceilingEntry(generation)).map(Map.Entry::getValue);
  }

  /** The last generation that was made before a moment for certain; 0 where none was. */
  long madeBefore(long moment) {
    // The bounds grow with the generations.
    int low = 0;
    int high = told.size();
    while (low < high) {
      int middle = (low + high) / 2;
      if (told.get(middle).getValue().time() < moment) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? 0 : told.get(low - 1).getKey();
  }

  /** Whether a generation, and so every earlier one, can have been made by a moment. */
  boolean mayBeMadeBy(long generation, long moment) {
    return notBefore(generation).filter(bound -> bound.time() > moment).isEmpty();
  }
}
