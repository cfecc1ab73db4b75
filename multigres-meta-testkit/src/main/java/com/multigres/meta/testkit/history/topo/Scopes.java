package com.multigres.meta.testkit.history.topo;

import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.testkit.history.Verdict;
import com.multigres.meta.testkit.history.WatchNews;
import com.multigres.meta.topo.TopoPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * That nobody is shown what he did not ask for: a read its node alone (rule T1), a list what lies
 * below its directory (rule T6), and a watch its node or what lies there and below (rule T12).
 */
final class Scopes {
  private Scopes() {}

  /** The verdict on reads and lists, where it is bad. */
  static Optional<Verdict> ofReads(History history) {
    return history.operations().stream().flatMap(one -> read(one).stream()).findFirst();
  }

  private static Optional<Verdict> read(Operation operation) {
    if (operation.call() instanceof TopoCall.Get get) {
      return shown(operation).stream()
          .filter(path -> !path.equals(get.path()))
          .findFirst()
          .map(path -> violated("T1", "a read of " + get.path() + " showed " + path, operation));
    } else if (operation.call() instanceof TopoCall.ListBelow list) {
      return shown(operation).stream()
          .filter(path -> !path.isBelow(list.directory()))
          .findFirst()
          .map(
              path ->
                  violated("T6", "a list of " + list.directory() + " showed " + path, operation));
    }
    return Optional.empty();
  }

  private static List<TopoPath> shown(Operation operation) {
    return ReadSteps.nodes(operation).stream().map(node -> node.path()).toList();
  }

  /** The verdict on watches, where it is bad. */
  static Optional<Verdict> ofWatches(History history) {
    Map<String, Operation> opened = new HashMap<>();
    for (Operation operation : history.operations()) {
      if (operation.call() instanceof TopoCall.Watch watch) {
        opened.put(watch.stream(), operation);
      } else if (operation.call() instanceof TopoCall.Told told) {
        Optional<Verdict> bad =
            Optional.ofNullable(opened.get(told.stream()))
                .flatMap(opening -> outside(opening, operation, told.news()));
        if (bad.isPresent()) {
          return bad;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Verdict> outside(Operation opening, Operation told, WatchNews news) {
    return about(news)
        .filter(path -> isOutside(path, opening))
        .map(path -> violated("T12", "a watch told of " + path, opening, told));
  }

  private static Optional<TopoPath> about(WatchNews news) {
    if (news instanceof WatchNews.Put put) {
      return Optional.of(put.node().path());
    }
    return news instanceof WatchNews.Deleted deleted
        ? Optional.of(deleted.path())
        : Optional.empty();
  }

  private static boolean isOutside(TopoPath path, Operation opening) {
    return opening.call() instanceof TopoCall.Watch watch
        && !path.equals(watch.path())
        && !(watch.tree() && path.isBelow(watch.path()));
  }

  private static Verdict violated(String rule, String why, Operation... operations) {
    return new Verdict.Violated(rule, why, List.of(operations));
  }
}
