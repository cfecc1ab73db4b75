package com.multigres.meta.testkit.history.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The steps of one component, numbered densely. Versions that nothing names are all {@link
 * States#UNSEEN}: nobody can tell them apart.
 */
final class Compilation {
  private final Map<Integer, Integer> paths = new HashMap<>();
  private final Map<Integer, Integer> states = new HashMap<>();
  private final Map<Integer, Integer> lastOfChain = new HashMap<>();
  private final Set<Integer> named = new HashSet<>();
  private final Map<List<Object>, Integer> kinds = new HashMap<>();

  final List<CompiledStep> mandatory = new ArrayList<>();
  final List<CompiledStep> optional = new ArrayList<>();

  /** Those of the optional steps that, if they happen, happen before some moment. */
  final List<CompiledStep> optionalWithEnd;

  Compilation(List<Step> steps) {
    states.put(State.ABSENT, State.ABSENT);
    states.put(State.UNSEEN, State.UNSEEN);
    for (Step step : steps) {
      step.requires().forEach(requirement -> named.add(requirement.state()));
    }
    // Those that may be chosen come first: which of them are spent is remembered bit by bit.
    for (Step step : steps) {
      step.effects().forEach(this::choices);
    }
    steps.stream().sorted(Comparator.comparingLong(Step::earliest)).forEach(this::add);
    optionalWithEnd = optional.stream().filter(step -> step.latest != Long.MAX_VALUE).toList();
  }

  private void add(Step step) {
    List<CompiledStep> to = step.optional() ? optional : mandatory;
    int number = to.size();
    int before = -1;
    if (step.chain() != Step.ALONE) {
      Integer last = lastOfChain.put(step.chain(), number);
      before = last == null ? -1 : last;
    }
    List<Requirement> requires =
        step.requires().stream()
            .map(one -> new Requirement(path(one.path()), one.kind(), state(one.state())))
            .toList();
    List<Effect> effects = step.effects().stream().map(this::effect).toList();
    int kind = step.optional() ? kind(step, requires, effects) : 0;
    to.add(new CompiledStep(number, step, before, kind, requires, effects));
  }

  private int kind(Step step, List<Requirement> requires, List<Effect> effects) {
    return kinds.computeIfAbsent(List.of(requires, effects, step.latest()), key -> kinds.size());
  }

  private Effect effect(Effect effect) {
    return new Effect(path(effect.path()), state(effect.state()), choices(effect));
  }

  private List<Integer> choices(Effect effect) {
    return effect.choices().stream().filter(named::contains).map(this::state).toList();
  }

  private int path(int path) {
    return paths.computeIfAbsent(path, added -> paths.size());
  }

  private int state(int state) {
    if (!named.contains(state)) {
      return state == State.ABSENT ? state : State.UNSEEN;
    }
    return states.computeIfAbsent(state, added -> states.size());
  }

  /** Whether some step could be so many different ones that nobody can go through them. */
  boolean isTooWide() {
    return Stream.concat(mandatory.stream(), optional.stream())
        .anyMatch(step -> step.choices == CompiledStep.TOO_MANY);
  }

  int paths() {
    return paths.size();
  }

  int states() {
    return states.size();
  }
}
