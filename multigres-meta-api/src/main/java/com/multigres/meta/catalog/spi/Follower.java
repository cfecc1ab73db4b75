package com.multigres.meta.catalog.spi;

import com.multigres.meta.catalog.CatalogEvent;
import com.multigres.meta.catalog.CatalogListener;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.store.Subscription;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscription: a thread that asks for what comes after its position and hands it to the
 * listener. A slow listener lags, and nothing is kept for it. Thread-safe.
 */
public final class Follower implements Subscription {
  private static final Logger log = LoggerFactory.getLogger(Follower.class);

  private final Source source;
  private final CatalogListener listener;
  private final Runnable whenClosed;
  private final Thread thread;
  private final ReentrantLock delivering = new ReentrantLock();
  private volatile boolean closed;
  private volatile Optional<Position> at;

  /** Where a subscription's events come from. */
  @FunctionalInterface
  public interface Source {
    /**
     * Waits for what comes after a position.
     *
     * @param position the last position that was delivered; empty at the very beginning
     * @return at least one event
     * @throws InterruptedException when the subscription was closed meanwhile
     */
    List<CatalogEvent> after(Optional<Position> position) throws InterruptedException;
  }

  /**
   * A subscription that does not run yet.
   *
   * @param name the name of its thread
   * @param from the last position that the listener knows
   * @param source where events come from
   * @param listener who gets them
   * @param whenClosed runs once, when the subscription is over
   */
  public Follower(
      String name,
      Optional<Position> from,
      Source source,
      CatalogListener listener,
      Runnable whenClosed) {
    this.at = from;
    this.source = source;
    this.listener = listener;
    this.whenClosed = whenClosed;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /** Starts the thread. */
  public void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!closed) {
        for (CatalogEvent event : source.after(at)) {
          deliver(event);
        }
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException fault) {
      log.error("a catalog subscription ended by a fault of its store", fault);
    } finally {
      whenClosed.run();
    }
  }

  private void deliver(CatalogEvent event) {
    delivering.lock();
    try {
      if (closed) {
        return;
      }
      if (event instanceof CatalogEvent.Changed changed) {
        at = Optional.of(changed.snapshot().position());
      } else if (event instanceof CatalogEvent.Full full) {
        at = Optional.of(full.snapshot().position());
      } else {
        closed = true;
      }
      listener.onEvent(event);
    } catch (RuntimeException | Error fault) {
      log.error("a catalog listener failed; its subscription goes on", fault);
    } finally {
      delivering.unlock();
    }
  }

  @Override
  public void close() {
    if (Thread.currentThread() == thread) {
      closed = true;
      return;
    }
    // While it waits for events the thread may be interrupted; the listener's own code never is.
    delivering.lock();
    try {
      closed = true;
      thread.interrupt();
    } finally {
      delivering.unlock();
    }
  }
}
