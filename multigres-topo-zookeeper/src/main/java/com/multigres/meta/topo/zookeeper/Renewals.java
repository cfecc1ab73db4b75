package com.multigres.meta.topo.zookeeper;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/**
 * From when on a session counts as renewed. The member that takes a beat passes it on to the
 * leader, whose clock counts, up to half a tick later, and may die before. It has lived for that
 * long when it answers a later beat: so that proves the earlier one. Not thread-safe.
 */
final class Renewals {
  private record Beat(long sent, long answered) {}

  private final long passingNanos;
  private final Deque<Beat> unproven = new ArrayDeque<>();

  Renewals(long passingNanos) {
    this.passingNanos = passingNanos;
  }

  /** A beat was answered; returns when the latest one was sent that is proven by now, if any. */
  OptionalLong answered(long sent, long answered) {
    OptionalLong proven = OptionalLong.empty();
    while (!unproven.isEmpty() && sent - unproven.getFirst().answered >= passingNanos) {
      proven = OptionalLong.of(unproven.removeFirst().sent);
    }
    unproven.addLast(new Beat(sent, answered));
    return proven;
  }
}
