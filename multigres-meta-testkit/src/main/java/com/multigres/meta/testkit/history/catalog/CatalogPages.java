package com.multigres.meta.testkit.history.catalog;

import com.multigres.meta.catalog.Position;
import com.multigres.meta.testkit.history.CatalogCall;
import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.Result;
import com.multigres.meta.testkit.history.Verdict;
import com.multigres.meta.testkit.history.catalog.GenerationSpans.Bound;
import java.util.List;
import java.util.Optional;

/**
 * That a page of the history begins with the newest generation below the one that was named (rule
 * C8): what is trimmed is trimmed from the oldest on, and a change that was acknowledged before the
 * page was asked for is in it.
 */
final class CatalogPages {
  private final GenerationSpans spans;

  private CatalogPages(GenerationSpans spans) {
    this.spans = spans;
  }

  static Optional<Verdict> check(History history, GenerationSpans spans) {
    CatalogPages pages = new CatalogPages(spans);
    return history.operations().stream().flatMap(one -> pages.check(one).stream()).findFirst();
  }

  private Optional<Verdict> check(Operation operation) {
    if (operation.call() instanceof CatalogCall.Page page
        && page.limit() > 0
        && operation.ending() instanceof Ending.Done done
        && done.result() instanceof Result.Entries entries) {
      long made = spans.madeBefore(operation.invoked());
      long newest = Math.min(made, page.before() - 1);
      return begins(entries.positions(), made, newest)
          ? Optional.empty()
          : spans.notAfter(newest).map(bound -> violated(newest, bound, operation));
    }
    return Optional.empty();
  }

  /** An empty one says something only of the last generation, which is never trimmed. */
  private static boolean begins(List<Position> positions, long made, long newest) {
    return positions.isEmpty()
        ? newest < made || made <= 1
        : positions.get(0).generation() >= newest;
  }

  private static Verdict violated(long newest, Bound known, Operation page) {
    return new Verdict.Violated(
        "C8",
        "a page of the history begins below generation " + newest + ", which was there already",
        List.of(known.operation(), page));
  }
}
