package com.multigres.meta.cli.run;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The end of what runs until somebody interrupts it. Thread-safe. */
public final class Interruption {
  private static final Duration CLEAN_UP = Duration.ofSeconds(10);

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch finished = new CountDownLatch(1);
  private final List<Runnable> endings = new CopyOnWriteArrayList<>();

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
    endings.forEach(this::bring);
  }

  private void bring(Runnable ending) {
    if (endings.remove(ending)) {
      ending.run();
    }
  }

  /** Something that brings an end; closing it calls it off. */
  public interface Ending extends AutoCloseable {
    @Override
    void close();
  }

  /** Has something done, once, when the end is asked for, or now where it was asked for before. */
  public Ending whenAsked(Runnable action) {
    endings.add(action);
    if (asked()) {
      bring(action);
    }
    return () -> endings.remove(action);
  }

  /** Whether the end was asked for. */
  public boolean asked() {
    return asked.getCount() == 0;
  }

  /** Whether the end is asked for, now or soon. */
  public boolean askedWithin(Duration time) {
    try {
      return asked.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return asked();
    }
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
