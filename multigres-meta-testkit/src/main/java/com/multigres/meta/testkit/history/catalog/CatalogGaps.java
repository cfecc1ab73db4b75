package com.multigres.meta.testkit.history.catalog;

import com.multigres.meta.testkit.history.CatalogCall;
import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.Verdict;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * That between the first generation that anybody saw and the last each was made by somebody: by a
 * change that was acknowledged, or by one whose outcome is unknown, each of those once.
 */
final class CatalogGaps {
  private final TreeMap<Long, CatalogSighting> seen = new TreeMap<>();
  private final Set<Long> acknowledged = new HashSet<>();
  private final Set<String> unknownIds = new HashSet<>();
  private int unknownWithoutId;

  private CatalogGaps(History history, List<CatalogSighting> sightings) {
    for (CatalogSighting sighting : sightings) {
      seen.putIfAbsent(sighting.generation(), sighting);
      if (sighting.kind() == CatalogSighting.Kind.MADE) {
        acknowledged.add(sighting.generation());
      }
    }
    history.operations().forEach(this::countUnknown);
  }

  private void countUnknown(Operation operation) {
    if (operation.call() instanceof CatalogCall.Apply apply
        && operation.ending() instanceof Ending.Unknown) {
      apply.changeId().ifPresent(unknownIds::add);
      unknownWithoutId += apply.changeId().isPresent() ? 0 : 1;
    }
  }

  static Optional<Verdict> check(History history, List<CatalogSighting> sightings) {
    return sightings.isEmpty() ? Optional.empty() : new CatalogGaps(history, sightings).check();
  }

  private Optional<Verdict> check() {
    long first = seen.firstKey();
    Set<String> spare = new HashSet<>(unknownIds);
    seen.values().forEach(sighting -> spare.remove(sighting.changeId()));
    // Those that were seen under an id that nobody chose can only be of changes without one.
    int left = unknownWithoutId;
    for (Map.Entry<Long, CatalogSighting> entry : seen.tailMap(first, false).entrySet()) {
      if (!acknowledged.contains(entry.getKey())
          && !unknownIds.contains(entry.getValue().changeId())
          && --left < 0) {
        return violated("nobody can have made " + entry.getValue().position(), entry.getValue());
      }
    }
    long unseen = seen.lastKey() - first + 1 - seen.size();
    return unseen > left + spare.size()
        ? violated(
            unseen + " generations up to this one are nobody's change", seen.lastEntry().getValue())
        : Optional.empty();
  }

  private Optional<Verdict> violated(String why, CatalogSighting sighting) {
    Operation first = seen.firstEntry().getValue().operation();
    return Optional.of(new Verdict.Violated("C5", why, List.of(first, sighting.operation())));
  }
}
