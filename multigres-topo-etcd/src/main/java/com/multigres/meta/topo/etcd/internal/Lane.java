package com.multigres.meta.topo.etcd.internal;

import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Natural batching: while {@value #IN_FLIGHT} requests are under way, what is asked meanwhile joins
 * the next one. There is no timer, and a lone caller is sent at once. Whoever is left over goes
 * first next time, so turns are fair. Thread-safe.
 *
 * @param <Q> what one caller asks
 * @param <A> what it is answered
 */
public final class Lane<Q, A> {
  public static final int IN_FLIGHT = 2;
  // Of those who want the same: more are not looked at before these have had their turn.
  private static final int MOST_LEFT = 256;

  /** What may share a request, and how requests are sent. */
  public interface Wire<Q, A> {

    /** A request that is empty so far. */
    Group<Q> group();

    /**
     * Sends. The end is told once, from whatever thread, before this returns or after.
     *
     * @param all what travels together, at least one
     * @param done called after every caller has its answer
     */
    void send(List<Asked<Q, A>> all, Runnable done);
  }

  /** Collects what travels together. */
  public interface Group<Q> {

    /** Takes one more in if it fits and no other's result can change by it. */
    boolean add(Q request);

    /** Whether it is not worth while to offer more. */
    boolean full();
  }

  private final Wire<Q, A> wire;
  private final Queue<Asked<Q, A>> arriving = new ConcurrentLinkedQueue<>();
  // Of those who did not fit; touched by whoever packs.
  private final Deque<Asked<Q, A>> left = new ArrayDeque<>();
  private final AtomicInteger leftCount = new AtomicInteger();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicBoolean packing = new AtomicBoolean();

  public Lane(Wire<Q, A> wire) {
    this.wire = wire;
  }

  /** Sends now or with the next. Never blocks. */
  public void submit(Asked<Q, A> asked) {
    arriving.add(asked);
    pump();
  }

  private void pump() {
    while (hasWork() && packing.compareAndSet(false, true)) {
      try {
        while (inFlight.get() < IN_FLIGHT && sendNext()) {
          // Until enough is under way, or nobody waits.
        }
      } finally {
        packing.set(false);
      }
    }
  }

  private boolean hasWork() {
    return inFlight.get() < IN_FLIGHT && (!arriving.isEmpty() || leftCount.get() > 0);
  }

  private boolean sendNext() {
    List<Asked<Q, A>> group = pack();
    if (group.isEmpty()) {
      return false;
    }
    inFlight.incrementAndGet();
    try {
      wire.send(
          group,
          () -> {
            inFlight.decrementAndGet();
            pump();
          });
    } catch (RuntimeException fault) {
      inFlight.decrementAndGet();
      Status status = Status.INTERNAL.withDescription("cannot be sent").withCause(fault);
      group.forEach(asked -> asked.failed(new CallFailed(status, false, false)));
    }
    return true;
  }

  private List<Asked<Q, A>> pack() {
    Group<Q> group = wire.group();
    List<Asked<Q, A>> packed = new ArrayList<>();
    int olds = left.size();
    for (int i = 0; i < olds; i++) {
      offer(left.removeFirst(), group, packed);
    }
    while (!group.full() && left.size() < MOST_LEFT) {
      Asked<Q, A> next = arriving.poll();
      if (next == null) {
        break;
      }
      offer(next, group, packed);
    }
    leftCount.set(left.size());
    return packed;
  }

  /** Who has waited longest stays ahead of who came later. */
  private void offer(Asked<Q, A> asked, Group<Q> group, List<Asked<Q, A>> packed) {
    if (!group.full() && group.add(asked.request())) {
      if (asked.send()) {
        packed.add(asked);
      }
    } else {
      left.addLast(asked);
    }
  }
}
