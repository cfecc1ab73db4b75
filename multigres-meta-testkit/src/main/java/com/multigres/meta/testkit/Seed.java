package com.multigres.meta.testkit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What decides a random test; {@code -Dmultigres.testkit.seed=N} repeats one that failed. */
public final class Seed {
  /** The property that sets it. */
  public static final String PROPERTY = "multigres.testkit.seed";

  private static final Logger log = LoggerFactory.getLogger(Seed.class);

  private Seed() {}

  /**
   * A seed, which is logged.
   *
   * @param doing what is random, for the log
   * @return another one each time, unless the property says which
   */
  public static long of(String doing) {
    long seed = Long.getLong(PROPERTY, System.nanoTime());
    log.info("{} with -D{}={}", doing, PROPERTY, seed);
    return seed;
  }
}
