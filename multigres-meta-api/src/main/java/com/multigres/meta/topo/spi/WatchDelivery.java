package com.multigres.meta.topo.spi;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.Cursor;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topo.WatchEvent;
import com.multigres.meta.topo.WatchListener;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Carries a watch's events from the backend to the listener (rules T13, T15, T16).
 *
 * <p>The backend feeds it, in the order in which the store applied the writes; no feeding call
 * blocks on the listener or calls it. What the listener has not heard yet is coalesced per path,
 * and of nodes that came and went unheard only the latest 1,000 deletions are told. A cursor given
 * with an event must allow to resume after it <em>and after everything fed before it</em>: while
 * the whole state is being fed (a fresh watch, or a resync) that is the cursor from which the whole
 * of it would come again, and of several events of one revision or batch only the last one's may
 * lie behind that revision (rule T14).
 *
 * <p>Thread-safe; the order is that of the feeding calls.
 */
public final class WatchDelivery implements Watch {
  private final WatchListener listener;
  private final Duration closeTimeout;
  private final Consumer<WatchDelivery> onClose;
  private final ReentrantLock lock = new ReentrantLock();
  private final PendingEvents pending = new PendingEvents();
  private final CallbackLane lane;
  private final AtomicBoolean closed = new AtomicBoolean();
  private boolean over;

  /**
   * A watch that is ready to be fed.
   *
   * @param threads where the listener runs
   * @param listener receives the events
   * @param closeTimeout how long {@link #close} waits for a call that is under way
   * @param onClose called once by {@link #close}, before it waits: stops the feeding
   */
  public WatchDelivery(
      CallbackThreads threads,
      WatchListener listener,
      Duration closeTimeout,
      Consumer<WatchDelivery> onClose) {
    this.listener = listener;
    this.closeTimeout = closeTimeout;
    this.onClose = onClose;
    this.lane = new CallbackLane(threads, this::next);
  }

  /**
   * A node stands so.
   *
   * @param node the node
   * @param known whether the listener may have heard of a node at this path before; false for a
   *     node that this write created and for the whole state of a fresh watch or a {@code REPLACE}.
   *     After a resume say true until the first {@link #inSync}: the listener may have heard more
   *     than its cursor tells. When in doubt, true
   * @param cursor where to resume
   */
  public void put(Node node, boolean known, Cursor cursor) {
    feed(() -> pending.put(node, known, cursor));
  }

  /**
   * A node is gone.
   *
   * @param path where it stood
   * @param cursor where to resume
   */
  public void deleted(TopoPath path, Cursor cursor) {
    feed(() -> pending.deleted(path, cursor));
  }

  /**
   * The backend could not follow change by change. A {@code REPLACE} drops what was not heard yet.
   *
   * @param kind how it goes on
   * @param reason why, for a log
   * @param cursor where to resume
   */
  public void resync(WatchEvent.Resync.Kind kind, String reason, Cursor cursor) {
    feed(() -> pending.resync(new WatchEvent.Resync(kind, reason, cursor)));
  }

  /**
   * What was fed is the whole state as of some moment.
   *
   * @param cursor where to resume
   */
  public void inSync(Cursor cursor) {
    feed(() -> pending.inSync(new WatchEvent.InSync(cursor)));
  }

  /**
   * The watch cannot go on: access was refused. The last event; what is fed later is ignored.
   *
   * @param error why
   * @param cursor where a new watch could resume
   */
  public void ended(TopoException error, Cursor cursor) {
    feed(
        () -> {
          pending.ended(new WatchEvent.Ended(error, cursor));
          over = true;
        });
  }

  private void feed(Runnable addition) {
    lock.lock();
    try {
      if (over) {
        return;
      }
      addition.run();
    } finally {
      lock.unlock();
    }
    lane.wake();
  }

  private Optional<Runnable> next() {
    lock.lock();
    try {
      return pending.poll().map(event -> () -> listener.onEvent(event));
    } finally {
      lock.unlock();
    }
  }

  /**
   * How many events wait for the listener, for metrics and tests.
   *
   * @return at most one for each path, and a few markers
   */
  public int backlog() {
    lock.lock();
    try {
      return pending.size();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lane.stop();
    if (closed.compareAndSet(false, true)) {
      onClose.accept(this);
    }
    lane.close(Deadline.after(closeTimeout));
  }
}
