package com.multigres.meta.testkit.history.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * The beginnings and ends of the mandatory steps that are not placed yet, in the order of time: a
 * linked list from which a placed step is taken, and into which it is put back in the opposite
 * order. What begins before the first end can be placed next.
 */
final class Timeline {
  private final List<CompiledStep> steps;
  private final int[] next;
  private final int[] previous;
  private final int head;

  private record Moment(long time, int node) {}

  Timeline(List<CompiledStep> steps) {
    this.steps = steps;
    this.head = 2 * steps.size();
    this.next = new int[head + 1];
    this.previous = new int[head + 1];
    List<Moment> moments = new ArrayList<>();
    for (CompiledStep step : steps) {
      moments.add(new Moment(step.earliest, beginning(step.number)));
      moments.add(new Moment(step.latest, end(step.number)));
    }
    // Of one moment, beginnings come first: what only touches may have been together.
    moments.sort(Comparator.comparingLong(Moment::time).thenComparing(moment -> moment.node() % 2));
    int last = head;
    for (Moment moment : moments) {
      link(last, moment.node());
      last = moment.node();
    }
    link(last, head);
  }

  private static int beginning(int step) {
    return 2 * step;
  }

  private static int end(int step) {
    return 2 * step + 1;
  }

  private void link(int left, int right) {
    next[left] = right;
    previous[right] = left;
  }

  boolean isEmpty() {
    return next[head] == head;
  }

  void take(int step) {
    unlink(beginning(step));
    unlink(end(step));
  }

  private void unlink(int node) {
    link(previous[node], next[node]);
  }

  void putBack(int step) {
    relink(end(step));
    relink(beginning(step));
  }

  private void relink(int node) {
    next[previous[node]] = node;
    previous[next[node]] = node;
  }

  /** The first end of a step that is not placed: nothing that begins later can be placed yet. */
  long horizon() {
    int node = next[head];
    while (node % 2 == 0) {
      node = next[node];
    }
    return steps.get(node / 2).latest;
  }

  /** Every step that can be placed next. None may be taken meanwhile. */
  void forEachCandidate(Consumer<CompiledStep> visitor) {
    for (int node = next[head]; node % 2 == 0 && node != head; node = next[node]) {
      visitor.accept(steps.get(node / 2));
    }
  }
}
