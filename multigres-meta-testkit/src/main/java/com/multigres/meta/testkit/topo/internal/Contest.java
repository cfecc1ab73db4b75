package com.multigres.meta.testkit.topo.internal;

import com.multigres.meta.testkit.Patience;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * Counts who holds at once what one alone may hold. Whoever holds waits for company while others
 * remain, in the queue or beside it, so that a second holder is seen however the threads are
 * scheduled.
 */
public final class Contest {
  private final AtomicInteger contenders;
  private final IntSupplier queue;
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  /**
   * A contest.
   *
   * @param contenders how many there are
   * @param queue how many hold or wait, as the store says
   */
  public Contest(int contenders, IntSupplier queue) {
    this.contenders = new AtomicInteger(contenders);
    this.queue = queue;
  }

  /** All that one contender does; afterwards nobody waits for it. */
  public void contend(Runnable rounds) {
    try {
      rounds.run();
    } finally {
      contenders.decrementAndGet();
    }
  }

  /** What a contender does while it holds. */
  public void hold(Runnable meanwhile) {
    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
    try {
      meanwhile.run();
      Patience.eventually()
          .until(() -> inside.get() > 1 || contenders.get() == 1 || queue.getAsInt() > 1);
    } finally {
      inside.decrementAndGet();
    }
  }

  /** How many ever held at once. */
  public int mostAtOnce() {
    return most.get();
  }
}
