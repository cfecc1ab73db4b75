package com.multigres.meta.testkit.history.catalog;

import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogEvent.Full.Reason;
import com.multigres.meta.testkit.history.CatalogCall;
import com.multigres.meta.testkit.history.CatalogNews;
import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * That a catalog has one history (rules C3 to C9): each generation one change with its effect, no
 * gap, every acknowledged change once and no refused one, reads in the order of time, and
 * subscriptions that tell every generation.
 *
 * <p>Where some client was told that history was lost, generations may have been counted twice and
 * acknowledged ones be gone. A store that declares to keep what it acknowledged breaks rule C9
 * thereby. Of another one only what holds within each history is judged, and nobody knows the rest.
 * Where a store declares that its reads may lag, they only show what was once.
 */
public final class CatalogChecker {
  private final History history;
  private final boolean lagging;
  private final List<CatalogSighting> sightings;
  private final GenerationSpans spans;

  private CatalogChecker(History history) {
    this.history = history;
    this.lagging = isOpened(one -> !one.contains(CatalogCapability.LINEARIZABLE_READS));
    this.sightings =
        history.operations().stream()
            .flatMap(one -> CatalogSighting.in(one).stream())
            .map(sighting -> lagging ? sighting.mayLag() : sighting)
            .toList();
    this.spans = new GenerationSpans(history, sightings);
  }

  /** The verdict; empty where the history says nothing of a catalog. */
  public static Optional<Verdict> check(History history) {
    boolean any = history.operations().stream().anyMatch(one -> one.call() instanceof CatalogCall);
    return any ? Optional.of(new CatalogChecker(history).verdict()) : Optional.empty();
  }

  private Verdict verdict() {
    Optional<Operation> lost =
        history.operations().stream().filter(CatalogChecker::tellsOfLostHistory).findFirst();
    return lost.map(this::verdictOfLost).orElseGet(this::verdictOfOne);
  }

  private Verdict verdictOfOne() {
    return SubscriptionOrder.check(history)
        .or(() -> CatalogSteadiness.check(history, sightings))
        .or(() -> CachedOrder.check(sightings))
        .or(() -> CatalogIdentity.check(history, sightings))
        .or(() -> CatalogGaps.check(history, sightings))
        .or(() -> CatalogOrder.check(spans))
        .or(() -> CatalogSettled.check(history, sightings))
        .or(() -> lagging ? Optional.empty() : CatalogPages.check(history, spans))
        .or(this::effects)
        .orElseGet(Verdict.Passed::new);
  }

  private Optional<Verdict> effects() {
    CatalogEffects effects = new CatalogEffects(history, sightings);
    return effects
        .check()
        .or(() -> CatalogRefusals.check(history, sightings, spans, effects.states()));
  }

  private Verdict verdictOfLost(Operation told) {
    return SubscriptionOrder.check(history)
        .or(() -> CatalogSteadiness.check(history, sightings))
        .orElseGet(
            () ->
                isDurable()
                    ? new Verdict.Violated(
                        "C9",
                        "a history was lost, and the store declares that none is",
                        List.of(told))
                    : new Verdict.Undecided(
                        "a history was lost, so that nobody knows what may be gone: " + told));
  }

  private boolean isDurable() {
    return isOpened(one -> one.contains(CatalogCapability.DURABLE_FAILOVER));
  }

  private boolean isOpened(Predicate<Set<CatalogCapability>> declares) {
    return history.operations().stream()
        .anyMatch(
            one ->
                one.call() instanceof CatalogCall.Opened opened
                    && declares.test(opened.capabilities()));
  }

  private static boolean tellsOfLostHistory(Operation operation) {
    if (operation.ending() instanceof Ending.Failed failed) {
      return operation.call() instanceof CatalogCall && failed.code().equals("LOST_HISTORY");
    }
    return operation.call() instanceof CatalogCall.Told told
        && told.news() instanceof CatalogNews.Full full
        && full.reason() == Reason.LOST_HISTORY;
  }
}
