package com.multigres.meta.testkit.history.catalog;

import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.Verdict;
import com.multigres.meta.testkit.history.catalog.GenerationSpans.Bound;
import java.util.List;
import java.util.Optional;

/**
 * Whether every generation can have begun at one moment such that all is as it was told (rule C6).
 */
final class CatalogOrder {
  private CatalogOrder() {}

  static Optional<Verdict> check(GenerationSpans spans) {
    for (long generation : spans.seen()) {
      Optional<Bound> last = spans.notBefore(generation);
      Optional<Bound> seen = spans.notAfter(generation);
      if (last.isPresent() && seen.isPresent() && last.get().time() > seen.get().time()) {
        return Optional.of(violated(generation, last.get().operation(), seen.get().operation()));
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
