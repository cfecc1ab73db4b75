package com.multigres.meta.topo.etcd;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** When the servers were last heard of, and whether there is reason to ask. Thread-safe. */
final class Contact {
  private final AtomicBoolean doubt = new AtomicBoolean(true);
  private volatile long heardNanos = System.nanoTime();
  private volatile Runnable onDoubt = () -> {};

  void onDoubt(Runnable told) {
    onDoubt = told;
  }

  void answered() {
    heardNanos = System.nanoTime();
  }

  /** Something failed as it does when nobody is there. Never blocks. */
  void doubted() {
    doubt.set(true);
    onDoubt.run();
  }

  boolean takeDoubt() {
    return doubt.getAndSet(false);
  }

  Duration silence() {
    return Duration.ofNanos(System.nanoTime() - heardNanos);
  }
}
