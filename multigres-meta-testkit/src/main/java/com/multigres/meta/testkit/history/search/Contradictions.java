package com.multigres.meta.testkit.history.search;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds at a glance what two or three steps show: a version that was needed before it was written,
 * or after another write that came after its own, or that two writes replaced. Most violations are
 * of this kind, and to find them by trying every order of all steps would take long.
 */
public final class Contradictions {
  private final Map<Integer, Step> writers = new HashMap<>();
  private final Map<Integer, Step> replacers = new HashMap<>();

  // By path: by when it began, the write that ended first of those that began then or later.
  private final Map<Integer, TreeMap<Long, Step>> firstDone = new HashMap<>();

  private Contradictions(List<Step> steps) {
    for (Step step : steps) {
      step.effects().stream()
          .filter(effect -> effect.state() > State.UNSEEN)
          .forEach(effect -> writers.put(effect.state(), step));
    }
    steps.stream()
        .filter(step -> !step.optional() && step.mutates())
        .sorted(Comparator.comparingLong(Step::earliest).reversed())
        .forEach(this::collect);
  }

  private void collect(Step write) {
    for (Effect effect : write.effects()) {
      TreeMap<Long, Step> done = firstDone.computeIfAbsent(effect.path(), path -> new TreeMap<>());
      Map.Entry<Long, Step> later = done.firstEntry();
      boolean sooner = later == null || write.latest() < later.getValue().latest();
      done.put(write.earliest(), sooner ? write : later.getValue());
    }
  }

  /**
   * Looks.
   *
   * @param steps of one component
   * @return the steps that contradict each other, if some do at a glance
   */
  public static Optional<List<Step>> in(List<Step> steps) {
    Contradictions contradictions = new Contradictions(steps);
    return steps.stream()
        .filter(step -> !step.optional())
        .flatMap(
            step ->
                step.requires().stream()
                    .flatMap(needed -> contradictions.of(step, needed).stream()))
        .findFirst();
  }

  private Optional<List<Step>> of(Step step, Requirement needed) {
    return replacedTwice(step, needed).or(() -> outOfTime(step, needed));
  }

  /** What is replaced never comes back: of all writes that need one version, one can be done. */
  private Optional<List<Step>> replacedTwice(Step step, Requirement needed) {
    if (needed.kind() != Requirement.Kind.IS
        || needed.state() <= State.UNSEEN
        || step.effects().stream().noneMatch(effect -> effect.path() == needed.path())) {
      return Optional.empty();
    }
    Step other = replacers.putIfAbsent(needed.state(), step);
    return other == null ? Optional.empty() : Optional.of(List.of(other, step));
  }

  private Optional<List<Step>> outOfTime(Step step, Requirement needed) {
    Step writer = writers.get(needed.state());
    if (needed.kind() != Requirement.Kind.IS || writer == null || writer.equals(step)) {
      return Optional.empty();
    }
    if (step.latest() < writer.earliest()) {
      return Optional.of(List.of(step, writer));
    }
    TreeMap<Long, Step> done = firstDone.getOrDefault(needed.path(), new TreeMap<>());
    Map.Entry<Long, Step> next = done.higherEntry(writer.latest());
    if (next == null || next.getValue().latest() >= step.earliest()) {
      return Optional.empty();
    }
    return Optional.of(List.of(writer, next.getValue(), step));
  }
}
