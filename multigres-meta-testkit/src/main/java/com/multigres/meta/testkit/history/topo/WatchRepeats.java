package com.multigres.meta.testkit.history.topo;

import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.testkit.history.Verdict;
import com.multigres.meta.testkit.history.WatchNews;
import com.multigres.meta.topo.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** That no watch told the same version twice, but after a resync (rule T13). */
final class WatchRepeats {
  private WatchRepeats() {}

  /** The verdict, where it is bad. */
  static Optional<Verdict> check(History history) {
    Map<String, Map<Version, Operation>> told = new HashMap<>();
    for (Operation operation : history.operations()) {
      if (operation.call() instanceof TopoCall.Told news) {
        Map<Version, Operation> known =
            told.computeIfAbsent(news.stream(), stream -> new HashMap<>());
        if (news.news() instanceof WatchNews.Resync) {
          known.clear();
        } else if (news.news() instanceof WatchNews.Put put) {
          Operation before = known.put(put.node().version(), operation);
          if (before != null) {
            return Optional.of(
                new Verdict.Violated(
                    "T13",
                    "a watch told " + put.node() + " twice without a resync between",
                    List.of(before, operation)));
          }
        }
      }
    }
    return Optional.empty();
  }
}
