package com.multigres.meta.testkit.workload;

import java.util.List;
import java.util.Random;
import java.util.concurrent.Phaser;

/**
 * One client's work: so many steps. It follows what happens, but for some time, and at the end, so
 * that there is much to catch up with.
 *
 * @param operations how many steps
 * @param random chooses them
 * @param steps what there is to do
 * @param following what is followed
 * @param follows whether it follows from the start; otherwise never, unless a step begins it
 */
record Shift(int operations, Random random, Steps steps, Following following, boolean follows) {

  private static final int PARTS = 16;
  // Who works for long need not wait for the slowest so often.
  private static final int LONG = 1_000;

  /**
   * Works, and waits for the others now and then: who is quick must not be done before they begin.
   */
  void work(Phaser meeting) {
    if (follows) {
      following.begin(false);
    }
    for (int part = 0; part < PARTS && !Thread.currentThread().isInterrupted(); part++) {
      if (operations < LONG || part % 4 == 0) {
        meeting.arriveAndAwaitAdvance();
      }
      if (part == PARTS / 4 * 3 || part == PARTS - 1) {
        following.close();
      } else if (part == PARTS / 8 * 7) {
        following.goOn();
      }
      work(part * operations / PARTS, (part + 1) * operations / PARTS);
    }
  }

  private void work(int from, int end) {
    for (int i = from; i < end && !Thread.currentThread().isInterrupted(); i++) {
      steps.one(random);
    }
  }

  /** Once nobody works any more; what did not come about, in words. */
  List<String> settle() {
    return following.settle();
  }
}
