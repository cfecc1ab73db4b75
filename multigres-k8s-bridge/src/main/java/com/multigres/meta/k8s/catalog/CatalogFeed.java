package com.multigres.meta.k8s.catalog;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.k8s.resource.ClusterResource;
import com.multigres.meta.k8s.server.ObjectWatch;
import com.multigres.meta.store.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What subscriptions and cached reads of one store see: one thread reads the resource when a watch
 * says that it may have changed, and now and then without that. The watch only wakes it; what
 * stands there is for the read to say, and so it never goes back. Thread-safe.
 */
final class CatalogFeed implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CatalogFeed.class);
  private static final AtomicLong FEEDS = new AtomicLong();
  private static final Duration READ_LIMIT = Duration.ofSeconds(5);

  /** How often it looks unasked, while it is watching and while it cannot. */
  private static final Duration WATCHING = Duration.ofSeconds(5);

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  private static final Duration BLIND = Duration.ofMillis(500);

  /** So many refusals in a row end a subscription. */
  private static final int DENIED = 3;

  private final ClusterResource resource;
  private final CatalogReads reads;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();
  private final Condition moved = lock.newCondition();
  private @Nullable Thread thread;
  private @Nullable Seen seen;
  private @Nullable CatalogException failure; // of the last look, if it failed
  private int denials; // in a row
  private long asked;
  private long answered;
  private boolean closed;

  CatalogFeed(ClusterResource resource, CatalogReads reads) {
    this.resource = resource;
    this.reads = reads;
  }

  /** What it saw last, at once; waits only for the very first look. */
  Seen latest(Deadline deadline) {
    lock.lock();
    try {
      Seen known = seen;
      if (known != null) {
        return known;
      }
    } finally {
      lock.unlock();
    }
    return fresh(deadline);
  }

  /** What it sees in a look that begins after this call. */
  Seen fresh(Deadline deadline) {
    return waiting(
        deadline,
        () -> {
          start();
          long mine = ++asked;
          woken.signalAll();
          await(deadline, () -> answered >= mine);
          CatalogException failed = failure;
          Seen known = seen;
          if (failed != null || known == null) {
            throw failed == null ? CatalogErrors.closed() : CatalogErrors.again(failed);
          }
          return known;
        });
  }

  /** Waits until it has seen a generation. */
  Seen reached(long generation, Deadline deadline) {
    return waiting(
        deadline,
        () -> {
          start();
          await(deadline, () -> seen != null && generationSeen() >= generation);
          Seen known = seen;
          if (known == null) {
            throw CatalogErrors.closed();
          }
          return known;
        });
  }

  private long generationSeen() {
    Seen known = seen;
    return known == null ? Long.MIN_VALUE : known.standing().position().generation();
  }

  /**
   * Waits for something else than a position.
   *
   * @return nothing when the catalog may not be read any more; {@link #failure} says why
   */
  Optional<Standing> after(Optional<Position> position) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        Seen known = seen;
        if (isFinal()) {
          return Optional.empty();
        }
        if (known != null && isNews(known.standing(), position)) {
          return Optional.of(known.standing());
        }
        moved.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private static boolean isNews(Standing standing, Optional<Position> position) {
    return standing.violations().isEmpty() && !Optional.of(standing.position()).equals(position);
  }

  CatalogException failure() {
    lock.lock();
    try {
      return failure == null ? CatalogErrors.closed() : CatalogErrors.again(failure);
    } finally {
      lock.unlock();
    }
  }

  /** Looks again soon. */
  void wake() {
    lock.lock();
    try {
      asked++;
      woken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void start() {
    if (closed) {
      throw CatalogErrors.closed();
    }
    if (thread == null) {
      Thread looking =
          new Thread(this::look, "multigres-catalog-k8s-feed-" + FEEDS.incrementAndGet());
      looking.setDaemon(true);
      thread = looking;
      looking.start();
    }
  }

  private void look() {
    try (ObjectWatch watching = resource.watch(this::wake)) {
      while (true) {
        long question = question();
        long begun = System.nanoTime();
        Duration pause = watching.watches() ? WATCHING : BLIND;
        try {
          see(new Seen(reads.now(Deadline.after(READ_LIMIT)), begun), question);
        } catch (CatalogException failed) {
          fail(failed, question);
          pause = BLIND;
        }
        if (!awaitQuestion(question, pause)) {
          return;
        }
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private long question() {
    lock.lock();
    try {
      return asked;
    } finally {
      lock.unlock();
    }
  }

  private void see(Seen now, long question) {
    lock.lock();
    try {
      seen = now;
      failure = null;
      denials = 0;
      answered = question;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void fail(CatalogException failed, long question) {
    lock.lock();
    try {
      if (failure == null && !closed) {
        log.warn("{} cannot be followed for the moment: {}", resource, failed.getMessage());
      }
      failure = failed;
      denials = failed.code() == Code.ACCESS_DENIED ? denials + 1 : 0;
      answered = question;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitQuestion(long before, Duration pause) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = pause.toNanos();
      while (!closed && asked == before && left > 0) {
        left = woken.awaitNanos(left);
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private interface Waiting {
    Seen get() throws InterruptedException;
  }

  private Seen waiting(Deadline deadline, Waiting work) {
    try {
      if (!lock.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        throw CatalogErrors.late(deadline);
      }
      try {
        return work.get();
      } finally {
        lock.unlock();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw CatalogException.refused(Code.INTERRUPTED, "the calling thread was interrupted");
    }
  }

  private void await(Deadline deadline, BooleanSupplier done) throws InterruptedException {
    while (!done.getAsBoolean()) {
      if (closed) {
        throw CatalogErrors.closed();
      }
      if (moved.awaitNanos(deadline.remaining().toNanos()) <= 0 && !done.getAsBoolean()) {
        throw CatalogErrors.late(deadline);
      }
    }
  }

  /** A server that is starting refuses people whom it does not know yet. */
  private boolean isFinal() {
    CatalogException failed = failure;
    return failed != null && (failed.code() == Code.SCHEMA_TOO_NEW || denials >= DENIED);
  }

  /** Waits for its thread: that may be about to use the connection, which is released next. */
  @Override
  public void close() {
    @Nullable Thread ending;
    lock.lock();
    try {
      closed = true;
      woken.signalAll();
      moved.signalAll();
      ending = thread;
    } finally {
      lock.unlock();
    }
    if (ending == null) {
      return;
    }
    ending.interrupt();
    try {
      ending.join(CLOSE_LIMIT.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
