package com.multigres.meta.testkit.history.catalog;

import com.multigres.meta.catalog.Position;
import com.multigres.meta.catalog.ReadOptions;
import com.multigres.meta.testkit.history.Call;
import com.multigres.meta.testkit.history.CatalogCall;
import com.multigres.meta.testkit.history.CatalogNews;
import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.Result;
import java.util.List;
import java.util.stream.Stream;

/**
 * That a position was told to a client: it existed when the operation ended.
 *
 * @param operation which told it
 * @param position the position
 * @param content names the catalog's content there; may be empty
 * @param kind what it says of the moment
 */
record CatalogSighting(Operation operation, Position position, String content, Kind kind) {

  enum Kind {
    /** This operation made the generation. */
    MADE,
    /** The catalog stood there at some moment of the operation. */
    CURRENT,
    /** The catalog stood there at some moment before the operation's end. */
    PAST
  }

  static List<CatalogSighting> in(Operation operation) {
    Call call = operation.call();
    Ending ending = operation.ending();
    if (call instanceof CatalogCall.Told told) {
      return told(operation, told.news());
    } else if (call instanceof CatalogCall.Known known) {
      return List.of(new CatalogSighting(operation, known.position(), "", Kind.PAST));
    } else if (!(call instanceof CatalogCall)) {
      return List.of();
    } else if (ending instanceof Ending.Failed failed) {
      return failed.current().stream()
          .map(position -> new CatalogSighting(operation, position, "", Kind.CURRENT))
          .toList();
    } else if (ending instanceof Ending.Done done && done.result() instanceof Result.Stood stood) {
      return stood(operation, stood);
    } else if (ending instanceof Ending.Done done && done.result() instanceof Result.Entries page) {
      return page.positions().stream()
          .map(position -> new CatalogSighting(operation, position, "", Kind.PAST))
          .toList();
    }
    return List.of();
  }

  private static List<CatalogSighting> told(Operation operation, CatalogNews news) {
    if (news instanceof CatalogNews.Changed changed) {
      return List.of(
          new CatalogSighting(operation, changed.position(), changed.content(), Kind.PAST));
    } else if (news instanceof CatalogNews.Full full) {
      return List.of(new CatalogSighting(operation, full.position(), full.content(), Kind.PAST));
    }
    return List.of();
  }

  /** Where a change was made at an expected position, that one was there too. */
  private static List<CatalogSighting> stood(Operation operation, Result.Stood stood) {
    Kind kind = kind(operation.call(), stood);
    CatalogSighting own = new CatalogSighting(operation, stood.position(), stood.content(), kind);
    return kind == Kind.MADE && operation.call() instanceof CatalogCall.Apply apply
        ? Stream.concat(
                apply.expected().stream()
                    .map(at -> new CatalogSighting(operation, at, "", Kind.PAST)),
                Stream.of(own))
            .toList()
        : List.of(own);
  }

  private static Kind kind(Call call, Result.Stood stood) {
    if (call instanceof CatalogCall.Apply apply) {
      if (stood.changed()) {
        return Kind.MADE;
      }
      // Under an id of the caller's own it may be the answer to an earlier one.
      return apply.changeId().isEmpty() ? Kind.CURRENT : Kind.PAST;
    }
    return call instanceof CatalogCall.Read read && read.source() == ReadOptions.Source.PRIMARY
        ? Kind.CURRENT
        : Kind.PAST;
  }

  /** Of a store whose reads may lag: one of them says nothing of its own moments. */
  CatalogSighting mayLag() {
    return operation.call() instanceof CatalogCall.Read && kind == Kind.CURRENT
        ? new CatalogSighting(operation, position, content, Kind.PAST)
        : this;
  }

  long generation() {
    return position.generation();
  }

  String changeId() {
    return position.changeId().value();
  }
}
