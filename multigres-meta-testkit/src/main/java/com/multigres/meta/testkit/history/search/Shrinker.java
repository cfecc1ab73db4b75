package com.multigres.meta.testkit.history.search;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes inexplicable steps fewer. What remains is inexplicable because the whole was: each change
 * only ever allows more orders, or takes away what no remaining step can tell was there. So the
 * following are allowed, and nothing else:
 *
 * <ul>
 *   <li>to end the history at a moment: what began later goes, reads that were going on go, writes
 *       that were going on need not have happened;
 *   <li>to leave out a read, which changes nothing;
 *   <li>to make a write unconditional, which only allows more;
 *   <li>to leave out writes after which no remaining step could have found what it needed: not that
 *       version, and nothing at all where it asks for any node, for none, or for another version.
 * </ul>
 */
public final class Shrinker {
  private static final Duration LONGEST = Duration.ofSeconds(5);

  // To show that fewer steps are inexplicable takes about as much work as it took for all.
  private static final int PATIENCE = 2;
  private static final int LEAST_WORK = 20_000;

  private final TimeLimit limit;
  private final long work;
  private List<Step> smallest;

  private Shrinker(List<Step> inexplicable, long work, TimeLimit limit) {
    this.smallest = inexplicable;
    this.limit = limit;
    this.work = LEAST_WORK + PATIENCE * work;
  }

  /**
   * Shrinks.
   *
   * @param inexplicable steps that no order explains
   * @param found how that was found
   * @param limit how long to go on, where that is less than a few seconds
   * @return the fewest found of which that is true still
   */
  public static List<Step> shrink(List<Step> inexplicable, Search.Outcome found, TimeLimit limit) {
    Optional<Step> unwritten = Unwritten.in(inexplicable);
    if (unwritten.isPresent()) {
      return List.of(unwritten.get());
    }
    Shrinker shrinker = new Shrinker(inexplicable, found.work(), limit.atMost(LONGEST));
    shrinker.endSooner(found.reached());
    unwritten = Unwritten.in(shrinker.smallest);
    return unwritten.isPresent() ? List.of(unwritten.get()) : shrinker.fewest();
  }

  private List<Step> fewest() {
    int before;
    do {
      before = smallest.size();
      leaveOut(true);
      simplify();
      leaveOut(false);
    } while (smallest.size() < before && !limit.isUp());
    return smallest;
  }

  private boolean accept(List<Step> fewer) {
    boolean still = Search.of(fewer, limit, work).answer() == Search.Answer.INEXPLICABLE;
    if (still) {
      smallest = fewer;
    }
    return still;
  }

  /**
   * Finds the soonest end: what begins inexplicably stays so. It is hardly ever far from where the
   * search went on no more, so it looks there first, in ever longer strides.
   */
  private void endSooner(long reached) {
    List<Long> ends =
        smallest.stream()
            .map(Step::latest)
            .filter(end -> end >= reached && end != Long.MAX_VALUE)
            .sorted()
            .toList();
    List<Step> all = smallest;
    int low = 0;
    int high = 0;
    while (high < ends.size() && !limit.isUp() && !accept(endedAt(all, ends.get(high)))) {
      low = high + 1;
      high = 2 * high + 1;
    }
    high = Math.min(high, ends.size());
    while (low < high && !limit.isUp()) {
      int middle = (low + high) / 2;
      if (accept(endedAt(all, ends.get(middle)))) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
  }

  private static List<Step> endedAt(List<Step> steps, long end) {
    List<Step> before = new ArrayList<>();
    for (Step step : steps) {
      if (step.latest() <= end) {
        before.add(step);
      } else if (step.earliest() <= end && step.mutates()) {
        before.add(step.doubted());
      }
    }
    return before;
  }

  /** Leaves out as much as it can, in ever smaller pieces. */
  private void leaveOut(boolean readsOnly) {
    for (int piece = (smallest.size() + 1) / 2; piece > 0; piece /= 2) {
      int from = 0;
      while (from < smallest.size() && !limit.isUp()) {
        if (!leaveOut(from, Math.min(smallest.size(), from + piece), readsOnly)) {
          from += piece;
        }
      }
    }
  }

  private boolean leaveOut(int from, int to, boolean readsOnly) {
    Set<Step> out = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Step step : smallest.subList(from, to)) {
      if (!step.mutates() || !readsOnly) {
        out.add(step);
      }
    }
    List<Step> rest =
        Stream.concat(
                smallest.subList(0, from).stream(),
                Stream.concat(
                    smallest.subList(from, to).stream().filter(step -> !out.contains(step)),
                    smallest.subList(to, smallest.size()).stream()))
            .toList();
    return rest.size() < smallest.size() && isAllowed(out, rest) && accept(rest);
  }

  /** Whether no remaining step can have needed what one of these left. */
  private static boolean isAllowed(Set<Step> out, List<Step> rest) {
    List<Requirement> needed =
        rest.stream().flatMap(step -> step.requires().stream()).distinct().toList();
    return out.stream()
        .flatMap(step -> step.effects().stream())
        .noneMatch(effect -> needed.stream().anyMatch(effect::mayGive));
  }

  /** Makes writes unconditional, many at once if possible, so that those before them can go. */
  private void simplify() {
    for (int piece = smallest.size(); piece > 0 && !limit.isUp(); piece /= 2) {
      for (int from = 0; from < smallest.size() && !limit.isUp(); from += piece) {
        List<Step> simpler = new ArrayList<>(smallest);
        simpler
            .subList(from, Math.min(simpler.size(), from + piece))
            .replaceAll(step -> step.mutates() ? step.unconditional() : step);
        if (!simpler.equals(smallest)) {
          accept(simpler);
        }
      }
    }
  }
}
