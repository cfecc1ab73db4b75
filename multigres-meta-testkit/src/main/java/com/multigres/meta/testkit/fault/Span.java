package com.multigres.meta.testkit.fault;

import java.util.Random;

/**
 * Between how many and how many operations.
 *
 * @param least the smallest number, at least 1
 * @param most the largest
 */
public record Span(int least, int most) {

  /** Checks the order. */
  public Span {
    if (least < 1 || most < least) {
      throw new IllegalArgumentException("no span: " + least + " to " + most);
    }
  }

  int pick(Random random) {
    return least + random.nextInt(most - least + 1);
  }
}
