package com.multigres.meta.postgres.catalog;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.postgres.catalog.internal.CatalogSchema;
import com.multigres.meta.postgres.internal.ListenChannel;
import com.multigres.meta.postgres.internal.PostgresAccess;
import com.multigres.meta.postgres.internal.PostgresFailure;
import com.multigres.meta.store.Deadline;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread of a store that keeps its newest catalog current (rule P4): woken by notifications,
 * and looking at an interval anyway, which is short while notifications are not proven to arrive.
 * Starts with the first who needs it. Thread-safe.
 */
final class CatalogFeed implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CatalogFeed.class);
  private static final Duration UNPROVEN = Duration.ofMillis(500);

  private final PostgresAccess access;
  private final CatalogSchema schema;
  private final SnapshotCache cache;
  private final Duration pollInterval;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition woken = lock.newCondition();
  private boolean wake;
  private boolean closed;
  private long rounds;
  private @Nullable Thread thread;

  CatalogFeed(
      PostgresAccess access, CatalogSchema schema, SnapshotCache cache, Duration pollInterval) {
    this.access = access;
    this.schema = schema;
    this.cache = cache;
    this.pollInterval = pollInterval;
  }

  void start() {
    lock.lock();
    try {
      if (thread == null && !closed) {
        thread = new Thread(this::run, "multigres-catalog-feed");
        thread.setDaemon(true);
        thread.start();
      }
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try (ListenChannel channel = access.listen(schema.channel(), this::wake)) {
      Duration pause = UNPROVEN;
      while (awaitWake(pause)) {
        boolean reached = look();
        pause = reached && channel.proven() ? pollInterval : UNPROVEN;
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } catch (PostgresFailure closing) {
      log.debug("the catalog feed of {} ends: {}", access.config().where(), closing.getMessage());
    }
  }

  private boolean look() {
    try {
      cache.current(Deadline.after(access.config().timeout()));
      return true;
    } catch (PostgresFailure | CatalogException away) {
      log.debug("the catalog at {} is away: {}", access.config().where(), away.getMessage());
      return false;
    } finally {
      signal();
    }
  }

  private void signal() {
    lock.lock();
    try {
      rounds++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    lock.lock();
    try {
      wake = true;
      woken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitWake(Duration pause) throws InterruptedException {
    lock.lock();
    try {
      long left = rounds == 0 ? 0 : pause.toNanos();
      while (!wake && !closed && left > 0) {
        left = woken.awaitNanos(left);
      }
      wake = false;
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the newest catalog is another than at a position, or somebody looked in vain, or
   * the time is up.
   */
  void awaitOther(@Nullable Position than, Duration most) throws InterruptedException {
    start();
    lock.lockInterruptibly();
    try {
      long begun = rounds;
      long left = most.toNanos();
      while (!closed && same(than) && rounds == begun && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (closed) {
        throw new InterruptedException("the store was closed");
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean same(@Nullable Position than) {
    var newest = cache.newest();
    return newest == null || newest.position().equals(than);
  }

  @Override
  public void close() {
    Thread running;
    lock.lock();
    try {
      closed = true;
      woken.signalAll();
      changed.signalAll();
      running = thread;
    } finally {
      lock.unlock();
    }
    if (running != null && running != Thread.currentThread()) {
      running.interrupt();
      try {
        running.join(TimeUnit.SECONDS.toMillis(5));
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
