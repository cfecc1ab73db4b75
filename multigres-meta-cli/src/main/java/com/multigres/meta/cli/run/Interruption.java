package com.multigres.meta.cli.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The end of what runs until somebody interrupts it. Thread-safe. */
public final class Interruption {
  private static final Duration CLEAN_UP = Duration.ofSeconds(10);

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch finished = new CountDownLatch(1);

  /** One that only {@link #ask} brings about. */
  public Interruption() {}

  /** One that comes with SIGINT and SIGTERM: the process then waits for the clean end. */
  public static Interruption onSignals() {
    Interruption interruption = new Interruption();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(interruption::endCleanly, "multigres-interruption"));
    return interruption;
  }

  private void endCleanly() {
    ask();
    try {
      if (!finished.await(CLEAN_UP.toSeconds(), TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks for the end. */
  public void ask() {
    asked.countDown();
  }

  /** Says that everything is cleaned up. */
  public void finished() {
    finished.countDown();
  }

  /** Waits until the end is asked for. */
  public void await() {
    try {
      asked.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
