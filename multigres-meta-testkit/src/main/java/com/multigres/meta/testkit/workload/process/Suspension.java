package com.multigres.meta.testkit.workload.process;

import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.history.History;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that hangs while it holds a lock, for so long that the lock goes on to others, and that
 * goes on then where it was. It must be told of its loss: by its own clock, or by the store, which
 * refuses what it writes.
 */
final class Suspension {
  private static final Duration STILL = Duration.ofMillis(20);

  private final ProcessAtWork process;
  private final Duration lasting;
  private volatile HeldAtStop held = HeldAtStop.of(new History(List.of()));

  Suspension(ProcessAtWork process, Duration lasting) {
    this.process = process;
    this.lasting = lasting;
  }

  /** Lets it hang, and go on. */
  void happen() {
    if (!Patience.comes(() -> holdsNow() && hangsHolding())) {
      throw new AssertionError("a process of the workload never holds a lock");
    }
    try {
      park(lasting);
    } finally {
      process.signal("CONT");
    }
  }

  private boolean holdsNow() {
    return !HeldAtStop.of(process.soFar()).isNothing();
  }

  /** It may have gone on before it was stopped. */
  private boolean hangsHolding() {
    process.signal("STOP");
    held = HeldAtStop.of(standing());
    if (held.isNothing()) {
      process.signal("CONT");
    }
    return !held.isNothing();
  }

  /** All that it wrote before it stood still. */
  private History standing() {
    History before = process.soFar();
    park(STILL);
    History now = process.soFar();
    while (now.size() > before.size()) {
      before = now;
      park(STILL);
      now = process.soFar();
    }
    return now;
  }

  private static void park(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** Whether it was told, after it had hung, that it had lost what it held then. */
  boolean wasTold() {
    return held.isLostIn(process.soFar());
  }
}
