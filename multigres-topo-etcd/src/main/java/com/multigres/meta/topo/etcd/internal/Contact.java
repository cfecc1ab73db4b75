package com.multigres.meta.topo.etcd.internal;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** When the servers were last heard of, and whether there is reason to ask. Thread-safe. */
public final class Contact {
  private final AtomicBoolean doubt = new AtomicBoolean(true);
  private volatile long heardNanos = System.nanoTime();
  private volatile Runnable onDoubt = () -> {};

  public void onDoubt(Runnable told) {
    onDoubt = told;
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
