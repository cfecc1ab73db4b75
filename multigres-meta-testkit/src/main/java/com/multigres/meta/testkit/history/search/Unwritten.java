package com.multigres.meta.testkit.history.search;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds what needs no search: a step that needs what no step can leave. */
final class Unwritten {
  private Unwritten() {}

  /** The one that was over first. */
  static Optional<Step> in(List<Step> steps) {
    Set<Integer> left = new HashSet<>(Set.of(State.ABSENT));
    for (Step step : steps) {
      for (Effect effect : step.effects()) {
        left.add(effect.state());
        left.addAll(effect.choices());
      }
    }
    return steps.stream()
        .filter(
            step -> !step.optional() && step.requires().stream().anyMatch(one -> isNot(left, one)))
        .min(Comparator.comparingLong(Step::latest));
  }

  private static boolean isNot(Set<Integer> left, Requirement needed) {
    return needed.kind() == Requirement.Kind.IS && !left.contains(needed.state());
  }
}
