package com.multigres.meta.testkit.history.topo;

import com.multigres.meta.testkit.history.Call;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.testkit.history.Verdict;
import com.multigres.meta.testkit.history.topo.Lock.Holding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * That a following which had time to settle told of the last holder (rule T27): of nobody whose
 * successor had been told of its grant before, nor of one who had released. Where reads may lag
 * nobody knows how much time that takes, so that only what tells nothing at all is noticed.
 */
final class HolderNews {
  private final boolean inTime;
  private final OwnEnds ends;
  private final List<Operation> grants = new ArrayList<>();
  private final Map<String, Operation> last = new HashMap<>();

  private HolderNews(History history) {
    inTime = ReadsPromise.isLinearizable(history);
    ends = new OwnEnds(history);
    history.operations().stream()
        .filter(one -> Holding.granted(one).isPresent())
        .forEach(grants::add);
  }

  static Optional<Verdict> check(History history) {
    HolderNews news = new HolderNews(history);
    return history.operations().stream().flatMap(one -> news.add(one).stream()).findFirst();
  }

  private Optional<Verdict> add(Operation operation) {
    if (operation.call() instanceof TopoCall.Follow follow && operation.isDone()) {
      // What was told while the call had not ended stands before or behind it.
      last.putIfAbsent(follow.stream(), operation);
    } else if (operation.call() instanceof TopoCall.HolderTold told) {
      last.put(told.stream(), operation);
    } else if (operation.call() instanceof Call.Settled settled) {
      return Optional.ofNullable(last.get(settled.stream()))
          .flatMap(known -> missed(known, operation));
    }
    return Optional.empty();
  }

  private Optional<Verdict> missed(Operation known, Operation settled) {
    if (!(known.call() instanceof TopoCall.HolderTold told)) {
      return Optional.of(
          violated("a following had time to settle and never told of anybody", known, settled));
    }
    return told.token()
        .filter(token -> inTime)
        .map(token -> Holding.of(told.path(), told.kind(), token))
        .flatMap(holding -> after(holding, settled))
        .map(
            later ->
                violated(
                    "a following had time to settle and told at last of whose holding was over",
                    known,
                    later,
                    settled));
  }

  /** What showed that a holding was over before a moment: its end, or a later grant. */
  private Optional<Operation> after(Holding holding, Operation settled) {
    return Stream.concat(
            ends.of(holding).stream(),
            grants.stream()
                .filter(grant -> Holding.granted(grant).filter(holding::isBefore).isPresent()))
        .filter(end -> end.returned() < settled.invoked())
        .findFirst();
  }

  private static Verdict violated(String why, Operation... operations) {
    return new Verdict.Violated("T27", why, List.of(operations));
  }
}
