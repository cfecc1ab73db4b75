package com.multigres.meta.testkit.history.catalog;

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
import java.util.TreeMap;

/**
 * That between the first generation that anybody saw and the last each was made by somebody: by a
 * change that was acknowledged, or by one whose outcome is unknown, each of those once, and none
 * before it was asked for.
 */
final class CatalogGaps {
  private final TreeMap<Long, CatalogSighting> seen = new TreeMap<>();

  // By generation: the sighting that ended first of those of it and of later ones.
  private final TreeMap<Long, CatalogSighting> soonest = new TreeMap<>();
  private final Set<Long> acknowledged = new HashSet<>();
  private final Map<String, Long> unknownIds = new HashMap<>();
  private final List<Long> unknownWithoutId = new ArrayList<>();

  private CatalogGaps(History history, List<CatalogSighting> sightings) {
    for (CatalogSighting sighting : sightings) {
      seen.putIfAbsent(sighting.generation(), sighting);
      soonest.merge(sighting.generation(), sighting, CatalogGaps::sooner);
      if (sighting.kind() == CatalogSighting.Kind.MADE) {
        acknowledged.add(sighting.generation());
      }
    }
    CatalogSighting later = null;
    for (Map.Entry<Long, CatalogSighting> entry : soonest.descendingMap().entrySet()) {
      later = later == null ? entry.getValue() : sooner(later, entry.getValue());
      entry.setValue(later);
    }
    history.operations().forEach(this::addUnknown);
  }

  private static CatalogSighting sooner(CatalogSighting one, CatalogSighting other) {
    return one.operation().returned() <= other.operation().returned() ? one : other;
  }

  private void addUnknown(Operation operation) {
    if (operation.call() instanceof CatalogCall.Apply apply
        && operation.ending() instanceof Ending.Unknown) {
      apply
          .changeId()
          .ifPresentOrElse(
              id -> unknownIds.merge(id, operation.invoked(), Math::min),
              () -> unknownWithoutId.add(operation.invoked()));
    }
  }

  static Optional<Verdict> check(History history, List<CatalogSighting> sightings) {
    return sightings.isEmpty() ? Optional.empty() : new CatalogGaps(history, sightings).check();
  }

  private Optional<Verdict> check() {
    long first = seen.firstKey();
    Map<String, Long> unseenIds = new HashMap<>(unknownIds);
    seen.values().forEach(sighting -> unseenIds.remove(sighting.changeId()));
    List<Long> spare = new ArrayList<>(unknownWithoutId);
    spare.sort(null);
    // Those that were seen under an id that nobody chose can only be of changes without one.
    for (Map.Entry<Long, CatalogSighting> entry : seen.tailMap(first, false).entrySet()) {
      if (!acknowledged.contains(entry.getKey())
          && !unknownIds.containsKey(entry.getValue().changeId())
          && !takes(spare, entry.getKey())) {
        return violated("nobody can have made " + entry.getValue().position(), entry.getValue());
      }
    }
    spare.addAll(unseenIds.values());
    spare.sort(null);
    long before = first;
    for (long generation : seen.tailMap(first, false).keySet()) {
      for (long unseen = before + 1; unseen < generation; unseen++) {
        if (!takes(spare, generation)) {
          return violated(
              "generation " + unseen + " is nobody's change",
              soonest.getOrDefault(generation, seen.firstEntry().getValue()));
        }
      }
      before = generation;
    }
    return Optional.empty();
  }

  /** Takes the change that was asked for first, if that was before the generation was seen. */
  private boolean takes(List<Long> spare, long generation) {
    CatalogSighting sight = soonest.get(generation);
    if (spare.isEmpty() || sight == null || spare.get(0) > sight.operation().returned()) {
      return false;
    }
    spare.remove(0);
    return true;
  }

  private Optional<Verdict> violated(String why, CatalogSighting sighting) {
    Operation first = seen.firstEntry().getValue().operation();
    return Optional.of(new Verdict.Violated("C5", why, List.of(first, sighting.operation())));
  }
}
