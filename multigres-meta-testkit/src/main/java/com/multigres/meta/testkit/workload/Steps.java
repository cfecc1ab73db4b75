package com.multigres.meta.testkit.workload;

import java.util.List;
import java.util.Random;

/** Things to do, some more often than others. */
final class Steps {
  private final List<Step> all;
  private final int sum;

  /**
   * One thing to do.
   *
   * @param weight how often, compared with the others
   * @param doing does it
   */
  record Step(int weight, Runnable doing) {}

  Steps(List<Step> all) {
    this.all = List.copyOf(all);
    this.sum = all.stream().mapToInt(Step::weight).sum();
  }

  /** Does one of them. */
  void one(Random random) {
    int left = random.nextInt(sum);
    for (Step step : all) {
      left -= step.weight();
      if (left < 0) {
        step.doing().run();
        return;
      }
    }
  }
}
