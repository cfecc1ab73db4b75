package com.multigres.meta.testkit.history.topo;

import com.multigres.meta.testkit.history.Call;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.testkit.history.Verdict;
import com.multigres.meta.testkit.history.WatchNews;
import com.multigres.meta.topo.WatchEvent.Resync;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * That a watch ends only where access is refused, tells nothing after its end, and comes to the end
 * of each whole state that it begins to tell (rules T12 and T14).
 */
final class WatchLives {
  private static final String MAY_END = "ACCESS_DENIED";

  private final Map<String, Operation> unfinished = new HashMap<>();
  private final Map<String, Operation> ends = new HashMap<>();

  private WatchLives() {}

  /** The verdict, where it is bad. */
  static Optional<Verdict> check(History history) {
    WatchLives lives = new WatchLives();
    return history.operations().stream().flatMap(one -> lives.add(one).stream()).findFirst();
  }

  private Optional<Verdict> add(Operation operation) {
    Call call = operation.call();
    if (call instanceof TopoCall.Watch watch && !watch.resumed()) {
      unfinished.put(watch.stream(), operation);
    } else if (call instanceof TopoCall.Told told) {
      return told(operation, told);
    } else if (call instanceof Call.Settled settled && !ends.containsKey(settled.stream())) {
      return Optional.ofNullable(unfinished.get(settled.stream()))
          .map(begun -> neverWhole(begun, operation));
    }
    return Optional.empty();
  }

  private Optional<Verdict> told(Operation operation, TopoCall.Told told) {
    Operation end = ends.get(told.stream());
    if (end != null) {
      return violated("T14", "a watch told something after its end", end, operation);
    }
    if (told.news() instanceof WatchNews.InSync) {
      unfinished.remove(told.stream());
    } else if (told.news() instanceof WatchNews.Resync resync
        && resync.kind() == Resync.Kind.REPLACE) {
      unfinished.put(told.stream(), operation);
    } else if (told.news() instanceof WatchNews.Ended ended) {
      ends.put(told.stream(), operation);
      return ended.code().equals(MAY_END)
          ? Optional.empty()
          : violated("T14", "a watch ended by itself, with " + ended.code(), operation);
    }
    return Optional.empty();
  }

  private static Verdict neverWhole(Operation begun, Operation settled) {
    boolean fresh = begun.call() instanceof TopoCall.Watch;
    return new Verdict.Violated(
        fresh ? "T12" : "T14",
        "a watch had time to settle and never told the end of the whole state",
        List.of(begun, settled));
  }

  private static Optional<Verdict> violated(String rule, String why, Operation... operations) {
    return Optional.of(new Verdict.Violated(rule, why, List.of(operations)));
  }
}
