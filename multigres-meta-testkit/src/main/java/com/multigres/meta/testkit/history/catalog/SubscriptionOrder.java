package com.multigres.meta.testkit.history.catalog;

import com.multigres.meta.catalog.CatalogEvent.Full.Reason;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.testkit.history.CatalogCall;
import com.multigres.meta.testkit.history.CatalogNews;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * That each subscription tells generation after generation, or a whole catalog, and ends only where
 * access is refused or the schema is too new (rule C7).
 */
final class SubscriptionOrder {
  private static final Set<String> MAY_END = Set.of("ACCESS_DENIED", "SCHEMA_TOO_NEW");

  private final Map<String, Known> streams = new HashMap<>();

  /** What a subscription told last, or what it was begun with. */
  private record Known(Operation operation, Optional<Position> position) {}

  private SubscriptionOrder() {}

  static Optional<Verdict> check(History history) {
    SubscriptionOrder order = new SubscriptionOrder();
    for (Operation operation : history.operations()) {
      Optional<Verdict> broken = order.add(operation);
      if (broken.isPresent()) {
        return broken;
      }
    }
    return Optional.empty();
  }

  private Optional<Verdict> add(Operation operation) {
    if (operation.call() instanceof CatalogCall.Subscribe subscribe) {
      streams.put(subscribe.stream(), new Known(operation, subscribe.from()));
    } else if (operation.call() instanceof CatalogCall.Told told
        && streams.containsKey(told.stream())) {
      return told(operation, told);
    }
    return Optional.empty();
  }

  private Optional<Verdict> told(Operation operation, CatalogCall.Told told) {
    if (told.news() instanceof CatalogNews.Ended ended && !MAY_END.contains(ended.code())) {
      return Optional.of(
          new Verdict.Violated(
              "C7", "a subscription ended by itself, with " + ended.code(), List.of(operation)));
    }
    Known before = streams.get(told.stream());
    Optional<Position> now =
        CatalogSighting.in(operation).stream().map(CatalogSighting::position).findFirst();
    if (before == null || now.isEmpty()) {
      return Optional.empty();
    }
    streams.put(told.stream(), new Known(operation, now));
    boolean right =
        told.news() instanceof CatalogNews.Full full
            ? mayFollow(full, before.position())
            : before.position().isPresent()
                && now.get().generation() == before.position().get().generation() + 1;
    return right
        ? Optional.empty()
        : Optional.of(
            new Verdict.Violated(
                "C7",
                "a subscription told "
                    + now.get()
                    + " after "
                    + before.position().map(Position::toString).orElse("nothing"),
                List.of(before.operation(), operation)));
  }

  /** Only a history that was lost goes back; a whole catalog else is the same or a later one. */
  private static boolean mayFollow(CatalogNews.Full full, Optional<Position> before) {
    return full.reason() == Reason.LOST_HISTORY
        || before.isEmpty()
        || full.position().generation() > before.get().generation()
        || full.position().equals(before.get());
  }
}
