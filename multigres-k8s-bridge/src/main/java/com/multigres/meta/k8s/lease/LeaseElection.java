package com.multigres.meta.k8s.lease;

import com.multigres.meta.k8s.lease.LeaseRules.Move;
import com.multigres.meta.k8s.server.ApiException;
import com.multigres.meta.k8s.server.ApiServer;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.spi.LeaseClock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One candidate for the leadership that a lease stands for, with a thread of its own. Thread-safe.
 */
public final class LeaseElection implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LeaseElection.class);
  private static final AtomicLong ELECTIONS = new AtomicLong();
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

  private final LeaseClient client;
  private final String me;
  private final LeaseTimes times;
  private final LeaseRules rules;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition due = lock.newCondition();
  private long above;
  private boolean hurried;
  private boolean closed;
  private boolean failing;

  private LeaseElection(LeaseClient client, String me, LeaseTimes times) {
    this.client = client;
    this.me = me;
    this.times = times;
    this.rules = new LeaseRules(me, times);
    this.thread = new Thread(this::run, "multigres-lease-" + ELECTIONS.incrementAndGet());
    thread.setDaemon(true);
  }

  /**
   * Begins to stand for election.
   *
   * @param server where the lease is; stays the caller's
   * @param namespace the lease's namespace
   * @param name the lease's name; it is made where there is none
   * @param candidate a name for people, such as the pod's; what makes it unique is added
   * @param times how long a leader leads without a renewal
   */
  public static LeaseElection start(
      ApiServer server, String namespace, String name, String candidate, LeaseTimes times) {
    String me = candidate + "_" + UUID.randomUUID();
    LeaseElection election = new LeaseElection(new LeaseClient(server, namespace, name), me, times);
    election.thread.start();
    return election;
  }

  /** {@return the token of this candidate's leadership, empty unless it is certain right now} */
  public OptionalLong token() {
    lock.lock();
    try {
      return current();
    } finally {
      lock.unlock();
    }
  }

  private OptionalLong current() {
    return closed
        ? OptionalLong.empty()
        : rules
            .held(LeaseClock.nanos())
            .map(held -> OptionalLong.of(held.token()))
            .orElse(OptionalLong.empty());
  }

  /**
   * Waits until this candidate leads.
   *
   * @param longest how long to wait
   * @return its token; empty when somebody else leads all that time, or this was closed
   * @throws InterruptedException when the thread was interrupted meanwhile
   */
  public OptionalLong await(Duration longest) throws InterruptedException {
    Deadline deadline = Deadline.after(longest);
    lock.lockInterruptibly();
    try {
      while (current().isEmpty() && !closed && !deadline.expired()) {
        changed.awaitNanos(deadline.remaining().toNanos());
      }
      return current();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Asks for a token that is larger than a fence which stands in a target: that of leaders before
   * the lease was deleted, say. A leadership with a smaller one ends, and another begins.
   *
   * @param fence what stands there
   * @throws IllegalArgumentException where it is larger than a lease can count
   */
  public void outrank(long fence) {
    if (fence >= Integer.MAX_VALUE) {
      throw new IllegalArgumentException("no lease counts beyond the fence " + fence);
    }
    lock.lock();
    try {
      above = Math.max(above, fence);
      if (rules.held(LeaseClock.nanos()).filter(held -> held.token() <= above).isPresent()) {
        rules.lost();
      }
      hurried = true;
      due.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (true) {
        long pause = times.pause().toNanos();
        try {
          pause = Math.min(pause, look());
          failing = false;
        } catch (ApiException | IllegalStateException fault) {
          if (!failing && !Thread.currentThread().isInterrupted()) {
            log.warn("{} cannot be kept for the moment: {}", client, fault.getMessage());
          }
          failing = true;
        }
        if (!awaitDue(pause)) {
          return;
        }
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /** One look, and what follows from it; until when nothing changes by itself. */
  private long look() {
    Deadline deadline = Deadline.after(times.pause().multipliedBy(2));
    Optional<LeaseView> lease = client.read(deadline);
    Move move;
    lock.lock();
    try {
      move = rules.next(lease, LeaseClock.nanos(), above);
    } finally {
      lock.unlock();
    }
    if (move instanceof Move.Wait wait) {
      return Math.max(wait.nanos(), 1);
    }
    long token = ((Move.Write) move).token();
    long sent = LeaseClock.nanos();
    Optional<LeaseView> written = client.write(lease, me, token, times.duration(), deadline);
    settle(written.isPresent(), token, sent);
    return times.pause().toNanos();
  }

  private void settle(boolean written, long token, long sent) {
    lock.lock();
    try {
      if (written && token > above) {
        rules.written(token, sent);
      } else {
        // Somebody was faster, or a larger token was asked for meanwhile.
        rules.lost();
        hurried = true;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitDue(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (!closed && !hurried && left > 0) {
        left = due.awaitNanos(left);
      }
      hurried = false;
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** Gives the leadership up, so that the next need not wait; harmless when repeated. */
  @Override
  public void close() {
    boolean led;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      led = current().isPresent();
      closed = true;
      changed.signalAll();
      due.signalAll();
    } finally {
      lock.unlock();
    }
    thread.interrupt();
    try {
      thread.join(CLOSE_LIMIT.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return; // the lease runs out by itself
    }
    if (led) {
      release();
    }
  }

  private void release() {
    Deadline deadline = Deadline.after(CLOSE_LIMIT);
    try {
      Optional<LeaseView> lease =
          client.read(deadline).filter(standing -> standing.holder().equals(me));
      if (lease.isPresent()) {
        client.write(lease, "", lease.get().transitions(), Duration.ofSeconds(1), deadline);
      }
    } catch (ApiException | IllegalStateException fault) {
      log.info("{} was not given back and runs out by itself: {}", client, fault.getMessage());
    }
  }
}
