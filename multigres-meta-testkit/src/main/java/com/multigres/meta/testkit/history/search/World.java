package com.multigres.meta.testkit.history.search;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;

/**
 * Which steps have been placed, and how things stand after them. Every placing can be taken back.
 */
final class World {
  private final int[] standing;

  // How many mandatory steps that are not placed need exactly this version. It never comes back.
  private final int[] needs;
  private final BitSet placed = new BitSet();

  // Optional steps by number, then versions that nobody was seen to write, by state.
  private final BitSet spent = new BitSet();
  private final int versions;
  private final Timeline timeline;
  private final Deque<Placing> placings = new ArrayDeque<>();
  private int firstOpen;
  private long clock = Long.MIN_VALUE;

  World(Compilation compilation, Timeline timeline) {
    this.standing = new int[compilation.paths()];
    this.needs = new int[compilation.states()];
    this.versions = compilation.optional.size();
    this.timeline = timeline;
    compilation.mandatory.forEach(step -> need(step, 1));
  }

  private void need(CompiledStep step, int more) {
    for (Requirement requirement : step.requires) {
      if (requirement.kind() == Requirement.Kind.IS) {
        needs[requirement.state()] += more;
      }
    }
  }

  /** Whether a step that begins soon enough may come next. */
  boolean allows(CompiledStep step, int choice) {
    if (clock > step.latest || (step.optional ? spent.get(step.number) : !isAfterItsChain(step))) {
      return false;
    }
    for (Requirement requirement : step.requires) {
      if (!requirement.holds(standing[requirement.path()])) {
        return false;
      }
    }
    for (int i = 0; i < step.effects.length; i++) {
      if (!mayReplace(step, step.effects[i].path()) || isSpent(step, i, choice)) {
        return false;
      }
    }
    return true;
  }

  /** Whether there is still time for an optional step. */
  boolean mayStillPlace(CompiledStep step) {
    return !spent.get(step.number) && clock <= step.latest;
  }

  private boolean isAfterItsChain(CompiledStep step) {
    return step.before < 0 || placed.get(step.before);
  }

  /** A version that is needed yet must not go: it would be gone for ever. */
  private boolean mayReplace(CompiledStep step, int path) {
    int gone = standing[path];
    int mine = !step.optional && step.requires(path, gone) ? 1 : 0;
    return gone <= State.UNSEEN || needs[gone] == mine;
  }

  private boolean isSpent(CompiledStep step, int effect, int choice) {
    int chosen = step.chosen(effect, choice);
    return chosen > State.UNSEEN
        && chosen != step.effects[effect].state()
        && spent.get(versions + chosen);
  }

  void place(CompiledStep step, int choice) {
    int[] stood = new int[step.effects.length];
    placings.push(new Placing(step, choice, stood, clock));
    clock = Math.max(clock, step.earliest);
    for (int i = 0; i < stood.length; i++) {
      int path = step.effects[i].path();
      stood[i] = standing[path];
      standing[path] = step.chosen(i, choice);
      spend(step, i, choice, true);
    }
    if (step.optional) {
      spent.set(step.number);
    } else {
      need(step, -1);
      placed.set(step.number);
      timeline.take(step.number);
      firstOpen = placed.nextClearBit(firstOpen);
    }
  }

  private void spend(CompiledStep step, int effect, int choice, boolean now) {
    int chosen = step.chosen(effect, choice);
    if (chosen > State.UNSEEN && chosen != step.effects[effect].state()) {
      spent.set(versions + chosen, now);
    }
  }

  private void takeBack() {
    Placing last = placings.pop();
    CompiledStep step = last.step();
    for (int i = 0; i < last.stood().length; i++) {
      standing[step.effects[i].path()] = last.stood()[i];
      spend(step, i, last.choice(), false);
    }
    clock = last.clock();
    if (step.optional) {
      spent.clear(step.number);
    } else {
      need(step, 1);
      placed.clear(step.number);
      timeline.putBack(step.number);
      firstOpen = Math.min(firstOpen, step.number);
    }
  }

  int size() {
    return placings.size();
  }

  void backTo(int size) {
    while (placings.size() > size) {
      takeBack();
    }
  }

  /** The step that was placed last. */
  Placing last() {
    return placings.element();
  }

  /**
   * Whether the last step gave something what it needs in one place, and it lacks more elsewhere.
   */
  boolean lacksMore(CompiledStep step) {
    boolean given = false;
    boolean lacking = false;
    Placing last = last();
    for (Requirement requirement : step.requires) {
      boolean holds = requirement.holds(standing[requirement.path()]);
      lacking |= !holds;
      given |= holds && last.gave(requirement);
    }
    return given && lacking;
  }

  /** Whether what a step leaves is needed by something that must come yet. */
  boolean leavesNeeded(CompiledStep step) {
    for (int i = 0; i < step.effects.length; i++) {
      int state = step.chosen(i, 0);
      if (state > State.UNSEEN && needs[state] > 0) {
        return true;
      }
    }
    return false;
  }

  BitSet spent() {
    return (BitSet) spent.clone();
  }

  int spentOptional() {
    int after = spent.nextSetBit(versions);
    return after < 0 ? spent.cardinality() : spent.get(0, versions).cardinality();
  }

  /**
   * Names the mandatory steps that are placed and how things stand; what is spent is not in it.
   *
   * @param restricted also how things stood before the last step
   */
  Configuration configuration(boolean restricted) {
    long[] window = placed.get(firstOpen, Math.max(firstOpen, placed.length())).toLongArray();
    int[] states = standing.clone();
    if (restricted) {
      Placing last = last();
      int size = standing.length;
      states = Arrays.copyOf(states, size + 1 + last.stood().length);
      states[size] = last.step().number;
      System.arraycopy(last.stood(), 0, states, size + 1, last.stood().length);
    }
    return new Configuration(firstOpen, window, states);
  }
}
