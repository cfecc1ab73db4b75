package com.multigres.meta.topo.etcd.internal;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * When the servers last answered a request that takes a majority of them, and whether there is
 * reason to ask: streams go on on a member that is cut off from the others. Thread-safe.
 */
public final class Contact {
  private final AtomicBoolean doubt = new AtomicBoolean(true);
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile long heardNanos = System.nanoTime();
  private volatile Runnable onDoubt = () -> {};

  public void onDoubt(Runnable told) {
    onDoubt = told;
  }

  /** A request is under way whose answer will show that the servers are there. */
  public void asked() {
    waiting.incrementAndGet();
  }

  /** That request is under way no longer. */
  public void ended() {
    waiting.decrementAndGet();
  }

  public boolean isAwaited() {
    return waiting.get() > 0;
  }

  public void answered() {
    heardNanos = System.nanoTime();
  }

  /** Something failed as it does when nobody is there. Never blocks. */
  public void doubted() {
    doubt.set(true);
    onDoubt.run();
  }

  public boolean takeDoubt() {
    return doubt.getAndSet(false);
  }

  public Duration silence() {
    return Duration.ofNanos(System.nanoTime() - heardNanos);
  }
}
