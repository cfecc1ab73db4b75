package com.multigres.meta.testkit.broken;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Where two calls of a broken store meet: the first waits until a second has come as far, so that
 * both go on from what they saw before. That happens once; later calls do not wait. A call to which
 * nobody comes goes on after a while.
 */
public final class Meeting {
  private static final int SECONDS = 5;

  private final CountDownLatch missing = new CountDownLatch(2);

  /** Comes, and waits for company; answers whether anybody came. */
  public boolean come() {
    missing.countDown();
    try {
      return missing.await(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
