package com.multigres.meta.testkit.history.topo;

import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Verdict;
import com.multigres.meta.testkit.history.search.Contradictions;
import com.multigres.meta.testkit.history.search.Search;
import com.multigres.meta.testkit.history.search.Shrinker;
import com.multigres.meta.testkit.history.search.Step;
import com.multigres.meta.testkit.history.search.TimeLimit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether what clients did to nodes can be put into one order, path by path, or for paths that
 * batches and lists of one moment connect, together; and whether watches told of that order.
 */
public final class TopologyChecker {
  private final TopologySteps steps;
  private final Explanation explanation;
  private final Optional<Verdict> atAGlance;
  private final Optional<Verdict> watchNews;
  private final TimeLimit limit;

  /**
   * A checker of one history.
   *
   * @param history what was recorded
   * @param limit how long to think
   */
  public TopologyChecker(History history, TimeLimit limit) {
    this.steps = new TopologySteps(history);
    this.explanation = new Explanation(history, steps);
    this.atAGlance = ClaimedVersions.check(history).or(() -> Scopes.ofReads(history));
    this.watchNews =
        WatchRepeats.check(history)
            .or(() -> WatchLives.check(history))
            .or(() -> Scopes.ofWatches(history));
    this.limit = limit;
  }

  /** The verdicts by theme; of those themes of which the history says something. */
  public Map<String, Verdict> check() {
    List<List<Step>> components = Components.of(steps.operations());
    List<List<Step>> single = components.stream().filter(TopologyChecker::isOfOnePath).toList();
    List<List<Step>> joined =
        components.stream().filter(component -> !isOfOnePath(component)).toList();
    Map<String, Verdict> verdicts = new LinkedHashMap<>();
    if (!single.isEmpty() || atAGlance.isPresent()) {
      verdicts.put("nodes", atAGlance.orElseGet(() -> judge(single)));
    }
    if (!joined.isEmpty()) {
      verdicts.put("batches", atAGlance.orElseGet(() -> judge(joined)));
    }
    if (watchNews.isPresent()) {
      verdicts.put("watches", watchNews.get());
    } else if (!steps.watches().isEmpty()) {
      verdicts.put("watches", watches(verdicts));
    }
    return verdicts;
  }

  private static boolean isOfOnePath(List<Step> component) {
    return component.stream().flatMap(step -> step.paths().stream()).distinct().limit(2).count()
        == 1;
  }

  private Verdict watches(Map<String, Verdict> others) {
    if (!others.values().stream().allMatch(Verdict.Passed.class::isInstance)) {
      return new Verdict.Undecided("there is no order of the operations for watches to tell of");
    }
    List<Step> all = Stream.concat(steps.operations().stream(), steps.watches().stream()).toList();
    return judge(
        Components.of(all).stream()
            .filter(component -> component.stream().anyMatch(step -> step.chain() != Step.ALONE))
            .toList());
  }

  private Verdict judge(List<List<Step>> components) {
    return components.stream()
        .flatMap(component -> Contradictions.in(component).stream())
        .findFirst()
        .<Verdict>map(explanation::of)
        .orElseGet(() -> search(components));
  }

  private Verdict search(List<List<Step>> components) {
    List<String> open = new ArrayList<>();
    for (int i = 0; i < components.size(); i++) {
      List<Step> component = components.get(i);
      boolean last = i == components.size() - 1;
      Search.Outcome outcome = Search.of(component, limit.share(last ? 1 : 0.5));
      switch (outcome.answer()) {
        case INEXPLICABLE -> {
          return explanation.of(Shrinker.shrink(component, outcome, limit.share(0.5)));
        }
        case UNKNOWN -> open.add(steps.states().pathName(firstPath(component)).toString());
        case EXPLAINED -> {
          // Nothing to say.
        }
      }
    }
    return open.isEmpty()
        ? new Verdict.Passed()
        : new Verdict.Undecided("the time was too short for " + String.join(", ", open));
  }

  private static int firstPath(List<Step> component) {
    return component.get(0).paths().iterator().next();
  }
}
