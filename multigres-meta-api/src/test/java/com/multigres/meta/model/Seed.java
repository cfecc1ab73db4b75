package com.multigres.meta.model;

import java.util.Random;

/** A seed for a randomised test: new every time, or repeated with {@code -Dtest.seed=N}. */
public final class Seed {
  private Seed() {}

  /**
   * Runs with a fresh seed that the output and a failure name.
   *
   * @param test what to run
   */
  public static void run(RandomTest test) {
    long seed = Long.getLong("test.seed", System.nanoTime());
    System.out.println("-Dtest.seed=" + seed);
    try {
      test.run(new Random(seed));
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("repeat with -Dtest.seed=" + seed + ": " + e.getMessage(), e);
    }
  }

  /** A test that draws from a source of randomness. */
  @FunctionalInterface
  public interface RandomTest {
    /**
     * Runs once.
     *
     * @param random the only source of randomness
     */
    void run(Random random);
  }
}
