package com.multigres.meta.testkit.history.catalog;

import com.multigres.meta.catalog.ReadOptions;
import com.multigres.meta.testkit.history.CatalogCall;
import com.multigres.meta.testkit.history.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** That the reads of one client from a cache or standby do not go back within one history (C6). */
final class CachedOrder {
  private record Reader(String client, ReadOptions.Source source) {}

  private CachedOrder() {}

  static Optional<Verdict> check(List<CatalogSighting> sightings) {
    Map<Reader, CatalogSighting> last = new HashMap<>();
    for (CatalogSighting sighting : sightings) {
      if (sighting.operation().call() instanceof CatalogCall.Read read
          && read.source() != ReadOptions.Source.PRIMARY) {
        Reader reader = new Reader(sighting.operation().client(), read.source());
        CatalogSighting before = last.put(reader, sighting);
        if (before != null && before.generation() > sighting.generation()) {
          return Optional.of(
              new Verdict.Violated(
                  "C6",
                  "the reads of one client went back",
                  List.of(before.operation(), sighting.operation())));
        }
      }
    }
    return Optional.empty();
  }
}
