package com.multigres.meta.testkit.topo.internal;

import com.multigres.meta.testkit.Patience;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * Counts who holds at once what one alone may hold. Whoever holds stays until everybody else who
 * takes part has asked too, and a moment longer, so that a second grant comes while it holds
 * however the threads are scheduled.
 */
public final class Contest {
  // What is granted wrongly is granted on asking or by a look at the queue, which takes no longer.
  private static final Duration MOMENT = Duration.ofMillis(40);

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
      Patience.eventually().until(() -> isDecided() || queue.getAsInt() >= contenders.get());
      long all = System.nanoTime();
      Patience.eventually().until(() -> isDecided() || System.nanoTime() - all >= MOMENT.toNanos());
    } finally {
      inside.decrementAndGet();
    }
  }

  /** Nothing is left to be seen: two held at once, or nobody else is there. */
  private boolean isDecided() {
    return most.get() > 1 || contenders.get() == 1;
  }

  /** How many ever held at once. */
  public int mostAtOnce() {
    return most.get();
  }
}
