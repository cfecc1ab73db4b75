package com.multigres.meta.testkit.history.search;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Looks for an order of steps that explains them all (Wing and Gong, with Lowe's memory of where it
 * has been). Four things keep it short, and none loses an order: a read that is true now is placed
 * at once; a version that something needs yet is not replaced; an optional step is placed only
 * right before a step that needs it; and spending fewer optional steps is never worse.
 */
public final class Search {
  private static final int REMEMBER_EVERY = 64;

  private final Compilation steps;
  private final Timeline timeline;
  private final World world;
  private final TimeLimit limit;
  private final Visited visited = new Visited();
  private final Deque<Fork> forks = new ArrayDeque<>();
  private long work;
  private long reached = Long.MIN_VALUE;

  /** What came of it. */
  public enum Answer {
    /** There is an order. */
    EXPLAINED,
    /** There is none. */
    INEXPLICABLE,
    /** The time or the memory was too short, or would be for so many possible versions. */
    UNKNOWN
  }

  /**
   * What came of it, and how far it went.
   *
   * @param answer what came of it
   * @param reached what ended before this moment can be explained
   * @param work how many ways on it tried
   */
  public record Outcome(Answer answer, long reached, long work) {}

  private record Move(CompiledStep step, int choice) {}

  /** A point with several ways on; the optional ones are looked for when all others have failed. */
  private final class Fork {
    private final int size;
    private final boolean restricted;
    private Iterator<Move> moves;
    private boolean optionalToo;

    private Fork(int size, boolean restricted, List<Move> moves) {
      this.size = size;
      this.restricted = restricted;
      this.moves = moves.iterator();
    }

    private boolean hasNext() {
      if (!moves.hasNext() && !optionalToo) {
        optionalToo = true;
        moves = optionalMoves(restricted).iterator();
      }
      return moves.hasNext();
    }
  }

  private Search(List<Step> steps, TimeLimit limit) {
    this.steps = new Compilation(steps);
    this.timeline = new Timeline(this.steps.mandatory);
    this.world = new World(this.steps, timeline);
    this.limit = limit;
  }

  /**
   * Searches.
   *
   * @param steps of one component
   * @param limit how long
   * @return what came of it
   */
  public static Outcome of(List<Step> steps, TimeLimit limit) {
    return of(steps, limit, Long.MAX_VALUE);
  }

  /** Tries no more ways on than so many. */
  static Outcome of(List<Step> steps, TimeLimit limit, long most) {
    if (Unwritten.in(steps).isPresent()) {
      return new Outcome(Answer.INEXPLICABLE, Long.MIN_VALUE, 0);
    }
    Search search = new Search(steps, limit);
    if (search.steps.isTooWide()) {
      return new Outcome(Answer.UNKNOWN, Long.MIN_VALUE, 0);
    }
    return new Outcome(search.run(most), search.reached, search.work);
  }

  private Answer run(long most) {
    placeTrueReads();
    fork(false);
    while (!timeline.isEmpty()) {
      if (limit.passed() || visited.isFull() || work++ > most) {
        return Answer.UNKNOWN;
      }
      Fork last = forks.peek();
      if (last == null) {
        return Answer.INEXPLICABLE;
      }
      world.backTo(last.size);
      if (last.hasNext()) {
        follow(last.moves.next());
      } else {
        forks.pop();
      }
    }
    return Answer.EXPLAINED;
  }

  private void follow(Move move) {
    world.place(move.step, move.choice);
    boolean looked = placeTrueReads();
    if (!timeline.isEmpty()) {
      reached = Math.max(reached, timeline.horizon());
      fork(move.step.movable && !looked);
    }
  }

  /** Places every read that is true now; answers whether there was one. */
  private boolean placeTrueReads() {
    boolean any = false;
    List<CompiledStep> now = new ArrayList<>();
    do {
      now.clear();
      timeline.forEachCandidate(
          step -> {
            if (!step.mutates() && world.allows(step, 0) && !isAfterADoubtedEnd(step)) {
              now.add(step);
            }
          });
      now.forEach(step -> world.place(step, 0));
      any |= !now.isEmpty();
    } while (!now.isEmpty());
    return any;
  }

  /** Whether an optional step could still come before it, but could not any more after it. */
  private boolean isAfterADoubtedEnd(CompiledStep step) {
    for (CompiledStep ending : steps.optionalWithEnd) {
      if (ending.latest < step.earliest && world.mayStillPlace(ending)) {
        return true;
      }
    }
    return false;
  }

  /** Goes on from here, unless that was tried before. */
  private void fork(boolean restricted) {
    List<Move> moves = mandatoryMoves(restricted);
    boolean choice = moves.size() > 1 || world.spentOptional() < steps.optional.size();
    if (choice || world.size() % REMEMBER_EVERY == 0) {
      BitSet spent = world.spent();
      Configuration here = world.configuration(false);
      if (visited.has(here, spent)) {
        return;
      }
      Configuration key = restricted ? world.configuration(true) : here;
      if (restricted && visited.has(key, spent)) {
        return;
      }
      visited.add(key, spent);
    }
    forks.push(new Fork(world.size(), restricted, moves));
  }

  private List<Move> mandatoryMoves(boolean restricted) {
    List<CompiledStep> open = new ArrayList<>();
    timeline.forEachCandidate(open::add);
    if (open.size() > 1) {
      open.sort(
          Comparator.comparing((CompiledStep step) -> world.leavesNeeded(step))
              .thenComparing(CompiledStep.BY_END));
    }
    return moves(open, restricted);
  }

  private List<Move> optionalMoves(boolean restricted) {
    if (steps.optional.isEmpty()) {
      return Collections.emptyList();
    }
    long horizon = timeline.horizon();
    List<CompiledStep> open = new ArrayList<>();
    BitSet kinds = new BitSet();
    for (CompiledStep step : steps.optional) {
      if (step.earliest > horizon) {
        break;
      }
      if (!kinds.get(step.kind) && world.mayStillPlace(step)) {
        kinds.set(step.kind);
        open.add(step);
      }
    }
    return moves(open, restricted);
  }

  /** Whether something that needs the last step needs more, so that another may come between. */
  private boolean isOneOfSeveral() {
    List<CompiledStep> waiting = new ArrayList<>(steps.optional);
    timeline.forEachCandidate(waiting::add);
    return waiting.stream().anyMatch(world::lacksMore);
  }

  private boolean mayFollow(CompiledStep step, boolean oneOfSeveral) {
    Placing last = world.last();
    return last.enables(step)
        || (oneOfSeveral && step.optional && step.movable && last.isApartFrom(step));
  }

  private List<Move> moves(List<CompiledStep> open, boolean restricted) {
    List<Move> moves = new ArrayList<>(2);
    boolean oneOfSeveral = restricted && isOneOfSeveral();
    for (CompiledStep step : open) {
      if (restricted && !mayFollow(step, oneOfSeveral)) {
        continue;
      }
      for (int choice = 0; choice < step.choices; choice++) {
        if (world.allows(step, choice)) {
          moves.add(new Move(step, choice));
        }
      }
    }
    return moves;
  }
}
