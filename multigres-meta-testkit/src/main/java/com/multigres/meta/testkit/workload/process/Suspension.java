package com.multigres.meta.testkit.workload.process;

import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.topo.Batch;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that hangs while it holds a lock, for so long that the lock goes on to others, and that
 * goes on then where it was. It must be told of its loss: by its own clock, or by the store, which
 * refuses what it writes.
 */
final class Suspension {
  private static final String LOST = "LOCK_LOST";
  private static final Duration STILL = Duration.ofMillis(20);

  private final ProcessAtWork process;
  private final Duration lasting;

  Suspension(ProcessAtWork process, Duration lasting) {
    this.process = process;
    this.lasting = lasting;
  }

  /** Lets it hang, and go on. */
  void happen() {
    boolean held = Patience.comes(() -> holds(process.soFar()) && hangsHolding());
    if (!held) {
      throw new AssertionError("a process of the workload never holds a lock");
    }
    try {
      park(lasting);
    } finally {
      process.signal("CONT");
    }
  }

  /** It may have gone on before it was stopped. */
  private boolean hangsHolding() {
    process.signal("STOP");
    boolean held = holds(standing());
    if (!held) {
      process.signal("CONT");
    }
    return held;
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

  /** Whether one of its clients has yet to write under a guard, or to ask for its lock. */
  private static boolean holds(History history) {
    Map<String, Operation> last = new HashMap<>();
    history.operations().forEach(one -> last.put(one.client(), one));
    return last.values().stream().anyMatch(Suspension::isOfHolder);
  }

  private static boolean isOfHolder(Operation operation) {
    return operation.call() instanceof TopoCall.Acquire
        ? operation.isDone()
        : operation.call() instanceof TopoCall.Commit commit
            && commit.batch().conditions().stream()
                .anyMatch(Batch.Condition.Holds.class::isInstance);
  }

  /** Whether it was told that it had lost what it held. */
  boolean wasTold() {
    return process.soFar().operations().stream().anyMatch(Suspension::tellsOfLoss);
  }

  private static boolean tellsOfLoss(Operation operation) {
    return operation.call() instanceof TopoCall.Lost
        || (operation.ending() instanceof Ending.Failed failed && failed.code().equals(LOST));
  }
}
