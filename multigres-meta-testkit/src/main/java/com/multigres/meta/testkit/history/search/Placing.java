package com.multigres.meta.testkit.history.search;

/** A step that was placed, and how things stood before it where it writes. */
final class Placing {
  private final CompiledStep step;
  private final int choice;
  private final int[] stood;
  private final long clock;

  Placing(CompiledStep step, int choice, int[] stood, long clock) {
    this.step = step;
    this.choice = choice;
    this.stood = stood;
    this.clock = clock;
  }

  CompiledStep step() {
    return step;
  }

  int choice() {
    return choice;
  }

  /** In the order of the step's effects. */
  int[] stood() {
    return stood;
  }

  long clock() {
    return clock;
  }

  /** Whether something that holds now did not before this step. */
  boolean gave(Requirement requirement) {
    for (int i = 0; i < stood.length; i++) {
      if (step.effects[i].path() == requirement.path() && !requirement.holds(stood[i])) {
        return true;
      }
    }
    return false;
  }

  /** Whether a step writes nowhere where this one does. */
  boolean isApartFrom(CompiledStep other) {
    for (Effect effect : step.effects) {
      if (other.writes(effect.path())) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether something has a reason to come right after this step, if this is one that could as well
   * come later: it could not have come before it, or it takes away only a part of what this left.
   */
  boolean enables(CompiledStep follower) {
    for (int i = 0; i < stood.length; i++) {
      int path = step.effects[i].path();
      if (follower.couldNotFollow(path, stood[i]) || (stood.length > 1 && follower.writes(path))) {
        return true;
      }
    }
    return false;
  }
}
