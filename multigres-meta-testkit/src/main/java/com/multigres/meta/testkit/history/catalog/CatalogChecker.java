package com.multigres.meta.testkit.history.catalog;

import com.multigres.meta.catalog.CatalogEvent.Full.Reason;
import com.multigres.meta.testkit.history.CatalogCall;
import com.multigres.meta.testkit.history.CatalogNews;
import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * That a catalog has one history (rules C4 to C9): each generation one change, no gap, every
 * acknowledged change once and no refused one, reads in the order of time, and subscriptions that
 * tell every generation.
 *
 * <p>Where some client was told that history was lost, generations may have been counted twice and
 * acknowledged ones be gone: then only the subscriptions and the clients' own order are judged.
 */
public final class CatalogChecker {
  private CatalogChecker() {}

  /** The verdict; empty where the history says nothing of a catalog. */
  public static Optional<Verdict> check(History history) {
    if (history.operations().stream().noneMatch(one -> one.call() instanceof CatalogCall)) {
      return Optional.empty();
    }
    List<CatalogSighting> sightings =
        history.operations().stream().flatMap(one -> CatalogSighting.in(one).stream()).toList();
    Optional<Verdict> broken =
        SubscriptionOrder.check(history).or(() -> CatalogSteadiness.check(history, sightings));
    if (history.operations().stream().noneMatch(CatalogChecker::tellsOfLostHistory)) {
      broken =
          broken
              .or(() -> CatalogIdentity.check(history, sightings))
              .or(() -> CatalogGaps.check(history, sightings))
              .or(() -> CatalogOrder.check(history, sightings));
    }
    return Optional.of(broken.orElseGet(Verdict.Passed::new));
  }

  private static boolean tellsOfLostHistory(Operation operation) {
    if (operation.ending() instanceof Ending.Failed failed) {
      return failed.code().equals("LOST_HISTORY");
    }
    return operation.call() instanceof CatalogCall.Told told
        && told.news() instanceof CatalogNews.Full full
        && full.reason() == Reason.LOST_HISTORY;
  }
}
