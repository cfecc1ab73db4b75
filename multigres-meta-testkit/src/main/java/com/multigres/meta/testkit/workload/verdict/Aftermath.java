package com.multigres.meta.testkit.workload.verdict;

import com.multigres.meta.catalog.Position;
import com.multigres.meta.testkit.history.CatalogCall;
import com.multigres.meta.testkit.history.CatalogNews;
import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.Result;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the rounds of a long run leave to the next one. A catalog goes on from round to round: its
 * history tells of the changes of the round before, and a change of which nobody knows the end may
 * come about as long as nobody has seen it. In a topology each round has a place of its own, so
 * that none tells of another.
 */
final class Aftermath {
  private List<Operation> last = List.of();
  private List<Operation> open = List.of();

  /** What may show in the next round. */
  History history() {
    return new History(Stream.of(last, open).flatMap(Collection::stream).distinct().toList());
  }

  /** Takes a round that is over. */
  void add(History round) {
    Set<String> seen = seen(round);
    List<Operation> changes =
        round.operations().stream().filter(one -> one.call() instanceof CatalogCall.Apply).toList();
    List<Operation> unknown = new ArrayList<>(open);
    changes.stream().filter(Success::isUnknown).forEach(unknown::add);
    List<Operation> shown = unknown.stream().filter(one -> seen.contains(id(one))).toList();
    // One that was seen is a change of this round, if it was begun before, too.
    last = Stream.of(changes, shown).flatMap(Collection::stream).distinct().toList();
    open = unknown.stream().filter(one -> !seen.contains(id(one))).toList();
  }

  /** A change without an id of the caller's own is never known again. */
  private static String id(Operation operation) {
    return operation.call() instanceof CatalogCall.Apply apply ? apply.changeId().orElse("") : "";
  }

  private static Set<String> seen(History round) {
    Set<String> ids = new HashSet<>();
    round.operations().stream()
        .flatMap(Aftermath::positions)
        .forEach(position -> ids.add(position.changeId().value()));
    return ids;
  }

  private static Stream<Position> positions(Operation operation) {
    if (operation.call() instanceof CatalogCall.Told told) {
      return told.news() instanceof CatalogNews.Changed changed
          ? Stream.of(changed.position())
          : told.news() instanceof CatalogNews.Full full
              ? Stream.of(full.position())
              : Stream.empty();
    } else if (operation.ending() instanceof Ending.Failed failed) {
      return failed.current().stream();
    } else if (operation.ending() instanceof Ending.Done done) {
      return done.result() instanceof Result.Stood stood
          ? Stream.of(stood.position())
          : done.result() instanceof Result.Entries page
              ? page.positions().stream()
              : Stream.empty();
    }
    return Stream.empty();
  }
}
