package com.multigres.meta.testkit.workload;

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
 */
record Shift(int operations, Random random, Steps steps, Following following) {

  private static final int MEETINGS = 16;

  /**
   * Works, and waits for the others now and then: who is quick must not be done before they begin.
   */
  void work(Phaser meeting) {
    for (int part = 0; part < MEETINGS && !Thread.currentThread().isInterrupted(); part++) {
      meeting.arriveAndAwaitAdvance();
      if (part == MEETINGS / 4 * 3 || part == MEETINGS - 1) {
        following.close();
      } else if (part == MEETINGS / 8 * 7) {
        following.goOn();
      }
      for (int i = part * operations / MEETINGS; i < (part + 1) * operations / MEETINGS; i++) {
        steps.one(random);
      }
    }
  }

  /** Once nobody works any more. */
  void settle() {
    following.goOn();
    following.settle();
  }
}
