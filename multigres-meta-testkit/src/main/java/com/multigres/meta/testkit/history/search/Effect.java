package com.multigres.meta.testkit.history.search;

import java.util.List;

/**
 * What a step leaves at a path.
 *
 * @param state the state, when it is known
 * @param choices where the version is not known: those it may have had, beside one that nobody ever
 *     saw, which {@code state} then says
 */
public record Effect(int path, int state, List<Integer> choices) {

  // Copies the list.
  public Effect {
    choices = List.copyOf(choices);
  }

  public static Effect known(int path, int state) {
    return new Effect(path, state, List.of());
  }

  public static Effect gone(int path) {
    return known(path, State.ABSENT);
  }

  public static Effect oneOf(int path, List<Integer> choices) {
    return new Effect(path, State.UNSEEN, choices);
  }

  /** Whether it may leave something for which this could hold. */
  boolean mayGive(Requirement wanted) {
    return wanted.path() == path
        && (wanted.holds(state) || choices.stream().anyMatch(wanted::holds));
  }
}
