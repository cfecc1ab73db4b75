package com.multigres.meta.topo.spi;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Subscription;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of one store on which its listeners run (rule T16). There are as many as listeners
 * are busy at once, so that a slow one delays only itself (rule T15), and none while nothing
 * happens. All are daemons named after the store, and have ended when {@link #close} returns.
 * Thread-safe.
 */
public final class CallbackThreads {
  private static final Logger log = LoggerFactory.getLogger(CallbackThreads.class);
  private static final long IDLE_NANOS = Duration.ofSeconds(5).toNanos();
  private static final ThreadLocal<Boolean> CALLBACK_THREAD = ThreadLocal.withInitial(() -> false);

  private final String name;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition ended = lock.newCondition();
  private final Deque<Runnable> queue = new ArrayDeque<>();
  private final Set<Thread> threads = new HashSet<>();
  private final ScheduledThreadPoolExecutor timer;
  private int idle;
  private int starting;
  private int started;
  private boolean closed;

  /**
   * Threads for one store; none is started yet.
   *
   * @param store what the store is called in the threads' names, after {@code multigres-}
   */
  public CallbackThreads(String store) {
    this.name = "multigres-" + store;
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, task -> daemon(task, name + "-timer"), (task, all) -> {});
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(IDLE_NANOS, TimeUnit.NANOSECONDS);
    timer.allowCoreThreadTimeOut(true);
  }

  /**
   * Whether the calling thread is one that runs listeners, of whatever store. A call from there
   * must not wait for other listeners without end (rule T32).
   *
   * @return true inside a listener
   */
  public static boolean insideCallback() {
    return CALLBACK_THREAD.get();
  }

  /**
   * Runs a task as soon as a thread is free, which is at once. After {@link #close} it is dropped.
   *
   * @param task what to run; what it throws is logged
   */
  public void execute(Runnable task) {
    var unused = accept(task);
  }

  private boolean accept(Runnable task) {
    lock.lock();
    try {
      if (closed && threads.isEmpty()) {
        return false;
      }
      queue.add(task);
      if (idle + starting == 0) {
        startThread();
      } else {
        work.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Runs what must be done even though its caller gives up, and waits for it. It runs on one of
   * these threads, because the caller's may be interrupted; such a caller waits all the same, and
   * finds its interrupt flag as it was.
   *
   * @param task what to run
   * @param deadline until when to wait; the task goes on after that
   * @return whether the task has ended; false at once when it was dropped, after {@link #close}
   */
  public boolean finish(Runnable task, Deadline deadline) {
    CountDownLatch done = new CountDownLatch(1);
    boolean taken =
        accept(
            () -> {
              try {
                task.run();
              } finally {
                done.countDown();
              }
            });
    return taken && Waits.forLatch(done, deadline);
  }

  /**
   * Runs a task later. After {@link #close} it is dropped.
   *
   * @param task what to run, on one of these threads
   * @param delay how much later
   * @return ends the waiting; a task under way is not stopped
   */
  public Subscription schedule(Runnable task, Duration delay) {
    Future<?> later =
        timer.schedule(() -> execute(task), Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
    return () -> later.cancel(false);
  }

  /**
   * Runs a task again and again, from one delay to the next, until the subscription is closed. A
   * run that is not over yet when its successor is due is not overtaken: one successor waits.
   *
   * @param task what to run, on one of these threads
   * @param delay the time from one start to the next
   * @return ends the repeating; a run under way is not stopped
   */
  public Subscription repeat(Runnable task, Duration delay) {
    BackgroundTask each = new BackgroundTask(this, task);
    Future<?> later =
        timer.scheduleAtFixedRate(
            each::request, delay.toNanos(), delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> {
      later.cancel(false);
      each.stop();
    };
  }

  /**
   * Runs what was handed over, starts nothing new, and waits for the threads to end; a listener
   * that outlasts the deadline is named in the log and not waited for. Called from inside a
   * listener it does not wait. Closing twice is harmless.
   *
   * @param deadline until when to wait
   */
  public void close(Deadline deadline) {
    timer.shutdownNow();
    lock.lock();
    try {
      closed = true;
      work.signalAll();
    } finally {
      lock.unlock();
    }
    if (!insideCallback()) {
      awaitEnd(deadline);
    }
  }

  private void awaitEnd(Deadline deadline) {
    try {
      timer.awaitTermination(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
      lock.lockInterruptibly();
      try {
        while (!threads.isEmpty() && !deadline.expired()) {
          ended.awaitNanos(deadline.remaining().toNanos());
        }
        if (!threads.isEmpty()) {
          log.warn("{}: closed while a listener still runs on {}", name, threads);
        }
      } finally {
        lock.unlock();
      }
    } catch (InterruptedException interrupt) {
      // Closing goes on without waiting; the threads end by themselves.
      Thread.currentThread().interrupt();
    }
  }

  private void startThread() {
    starting++;
    started++;
    Thread thread = daemon(this::runTasks, name + "-callback-" + started);
    threads.add(thread);
    thread.start();
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private void runTasks() {
    CALLBACK_THREAD.set(true);
    lock.lock();
    try {
      starting--;
    } finally {
      lock.unlock();
    }
    for (Runnable task = next(); task != null; task = next()) {
      try {
        task.run();
      } catch (RuntimeException | Error thrown) {
        log.error("{}: a task failed", name, thrown);
      }
    }
  }

  /** The next task, or null once this thread is no longer needed and has been struck off. */
  private @Nullable Runnable next() {
    lock.lock();
    try {
      long left = IDLE_NANOS;
      while (queue.isEmpty()) {
        if (closed || left <= 0) {
          threads.remove(Thread.currentThread());
          ended.signalAll();
          return null;
        }
        left = awaitWork(left);
      }
      Runnable task = queue.poll();
      // Whoever takes a task and leaves others behind sees to it that somebody takes those, because
      // this task may be slow.
      if (!queue.isEmpty() && idle + starting == 0) {
        startThread();
      }
      return task;
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // the caller loops
  private long awaitWork(long nanos) {
    idle++;
    try {
      return work.awaitNanos(nanos);
    } catch (InterruptedException leftBehind) {
      // A listener left its thread interrupted; that was meant for the listener, not for us.
      log.debug("{}: a listener left its thread interrupted", name);
      return nanos;
    } finally {
      idle--;
    }
  }
}
