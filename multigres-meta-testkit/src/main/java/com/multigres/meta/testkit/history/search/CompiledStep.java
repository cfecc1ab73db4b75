package com.multigres.meta.testkit.history.search;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** A step as the search wants it: in arrays, with the component's own numbers. */
final class CompiledStep {
  /** Soonest ends first: what is over must be placed before what is not. */
  static final Comparator<CompiledStep> BY_END = Comparator.comparingLong(step -> step.latest);

  /** Nobody can go through so many ways. */
  static final int TOO_MANY = -1;

  private static final int MOST_CHOICES = 1 << 16;

  final int number;
  final boolean optional;
  final long earliest;
  final long latest;
  final Requirement[] requires;
  final Effect[] effects;

  /** The mandatory step that must come before, or -1. */
  final int before;

  /** Optional steps of one kind do the same; whichever began first may as well be it. */
  final int kind;

  /** How many ways there are to choose its versions; {@link #TOO_MANY} to try them. */
  final int choices;

  /**
   * Whether it could as well happen later, as long as nobody looks: it never has to be placed but
   * right before a step that needs it.
   */
  final boolean movable;

  CompiledStep(
      int number,
      Step step,
      int before,
      int kind,
      List<Requirement> requires,
      List<Effect> effects) {
    this.kind = kind;
    this.number = number;
    this.optional = step.optional();
    this.earliest = step.earliest();
    this.latest = step.latest();
    this.requires = requires.toArray(new Requirement[0]);
    this.effects = effects.toArray(new Effect[0]);
    this.before = before;
    long ways = 1;
    for (Effect effect : effects) {
      ways = Math.min(ways * (effect.choices().size() + 1), MOST_CHOICES + 1L);
    }
    this.choices = ways > MOST_CHOICES ? TOO_MANY : (int) ways;
    this.movable = optional && latest == Long.MAX_VALUE && requiresOnlyWhereItWrites();
  }

  private boolean requiresOnlyWhereItWrites() {
    return Arrays.stream(requires).allMatch(requirement -> writes(requirement.path()));
  }

  boolean mutates() {
    return effects.length > 0;
  }

  boolean writes(int path) {
    for (Effect effect : effects) {
      if (effect.path() == path) {
        return true;
      }
    }
    return false;
  }

  /** Whether this cannot come where something stands. */
  boolean couldNotFollow(int path, int standing) {
    for (Requirement requirement : requires) {
      if (requirement.path() == path && !requirement.holds(standing)) {
        return true;
      }
    }
    return false;
  }

  boolean requires(int path, int state) {
    for (Requirement requirement : requires) {
      if (requirement.path() == path
          && requirement.kind() == Requirement.Kind.IS
          && requirement.state() == state) {
        return true;
      }
    }
    return false;
  }

  /** What an effect leaves in one of the ways to choose; the last way is that nobody saw any. */
  int chosen(int effect, int choice) {
    int rest = choice;
    for (int i = 0; i < effect; i++) {
      rest /= effects[i].choices().size() + 1;
    }
    List<Integer> choices = effects[effect].choices();
    int mine = rest % (choices.size() + 1);
    return mine == choices.size() ? effects[effect].state() : choices.get(mine);
  }
}
